/** Tests. */
@NullMarked
package dev.weir.limits.cluster;

import org.jspecify.annotations.NullMarked;
