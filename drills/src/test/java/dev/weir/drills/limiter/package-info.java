/** Tests. */
@NullMarked
package dev.weir.drills.limiter;

import org.jspecify.annotations.NullMarked;
