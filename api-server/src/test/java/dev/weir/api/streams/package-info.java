/** Tests. */
@NullMarked
package dev.weir.api.streams;

import org.jspecify.annotations.NullMarked;
