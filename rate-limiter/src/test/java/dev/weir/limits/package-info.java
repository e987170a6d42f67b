/** Tests. */
@NullMarked
package dev.weir.limits;

import org.jspecify.annotations.NullMarked;
