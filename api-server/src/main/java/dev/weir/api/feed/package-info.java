/** The feed: committed posts in one order that every gateway sees. */
@NullMarked
package dev.weir.api.feed;

import org.jspecify.annotations.NullMarked;
