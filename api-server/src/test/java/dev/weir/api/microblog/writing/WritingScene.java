package dev.weir.api.microblog.writing;

import dev.weir.api.TestClock;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.feed.Feed;
import dev.weir.api.microblog.MicroblogRows;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A database in which the users 1, 2 and 3 write. */
final class WritingScene {

    final Jdbi jdbi;
    final MicroblogRows rows;
    final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    final Posting posting;

    WritingScene(TestDatabase database) {
        jdbi = database.jdbi();
        rows = new MicroblogRows(jdbi);
        posting = new Posting(jdbi, new PostIds(jdbi, clock, UUID.randomUUID()), new Feed(), clock);
        rows.clear();
        rows.add(MicroblogRows.user(1, "ann"), MicroblogRows.user(2, "bob"), MicroblogRows.user(3, "cid"));
    }

    long write(long author) {
        return write(author, null, null);
    }

    long write(long author, @Nullable Long replyTo, @Nullable Long quoted) {
        return id(posting.write(new Draft(author, "words", replyTo, quoted, null), Optional.empty()));
    }

    long repost(long author, long original) {
        return id(posting.repost(author, original, null));
    }

    private static long id(Writing writing) {
        return writing.fold(id -> id, id -> -1L, () -> -1L, () -> -1L);
    }
}
