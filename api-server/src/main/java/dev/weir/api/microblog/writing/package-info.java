/** Writes of the microblog: posts, reactions and follows, each with its counters in one transaction. */
@NullMarked
package dev.weir.api.microblog.writing;

import org.jspecify.annotations.NullMarked;
