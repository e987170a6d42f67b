/** Tests. */
@NullMarked
package dev.weir.limits.breaker;

import org.jspecify.annotations.NullMarked;
