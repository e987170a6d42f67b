/** Tests. */
@NullMarked
package dev.weir.limits.guard;

import org.jspecify.annotations.NullMarked;
