/** The microblog as the rest of the server sees it: posts and users, read in batches, and the terms they are found by. */
@NullMarked
package dev.weir.api.microblog;

import org.jspecify.annotations.NullMarked;
