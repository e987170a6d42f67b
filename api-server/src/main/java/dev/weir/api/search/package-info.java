/** Search: the grammar of queries, how the index answers them, and the pages that callers get. */
@NullMarked
package dev.weir.api.search;

import org.jspecify.annotations.NullMarked;
