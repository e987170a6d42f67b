/** Batch compliance: of posts or users that somebody keeps, which must no longer be kept. */
@NullMarked
package dev.weir.api.compliance;

import org.jspecify.annotations.NullMarked;
