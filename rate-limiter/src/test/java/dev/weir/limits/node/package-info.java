/** Tests. */
@NullMarked
package dev.weir.limits.node;

import org.jspecify.annotations.NullMarked;
