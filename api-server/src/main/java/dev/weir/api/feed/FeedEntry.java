package dev.weir.api.feed;

import java.time.Instant;

/**
 * A post's place in the feed.
 *
 * @param position at least 1; the next entry's is greater by one
 * @param postId the post, which may have been deleted since
 * @param at when it took its place, by the database's clock; never before that of an earlier entry
 */
public record FeedEntry(long position, long postId, Instant at) {}
