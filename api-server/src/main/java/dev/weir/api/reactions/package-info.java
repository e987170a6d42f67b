/** What came of a post: who quoted, reposted and liked it; and what a user likes. */
@NullMarked
package dev.weir.api.reactions;

import org.jspecify.annotations.NullMarked;
