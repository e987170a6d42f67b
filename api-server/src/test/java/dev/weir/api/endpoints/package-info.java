/** Tests. */
@NullMarked
package dev.weir.api.endpoints;

import org.jspecify.annotations.NullMarked;
