/** Tests. */
@NullMarked
package dev.weir.limits.buckets;

import org.jspecify.annotations.NullMarked;
