package dev.weir.api;

import dev.weir.api.feed.Feed;
import dev.weir.api.microblog.CachedMicroblog;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.wire.PageTokens;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/**
 * What the data API is made of.
 *
 * @param jdbi writes
 * @param reads hears of changes, where no search keeps it waiting
 * @param stored the microblog as the database has it
 * @param feed is told of posts that were written
 * @param memory what of it is kept in memory
 * @param mostFollowers whose posts are copied to home timelines has at most so many
 */
record MicroblogParts(
        Jdbi jdbi,
        Jdbi reads,
        SqlMicroblog stored,
        CachedMicroblog.Terms memory,
        Feed feed,
        PageTokens tokens,
        long mostFollowers,
        Clock clock) {}
