/** One user's posts, page by page. */
@NullMarked
package dev.weir.api.timelines;

import org.jspecify.annotations.NullMarked;
