/** Tests. */
@NullMarked
package dev.weir.api;

import org.jspecify.annotations.NullMarked;
