package dev.weir.api.exports;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.microblog.PostArchive;
import dev.weir.api.microblog.SearchTooBroadException;
import java.util.List;

/**
 * Reads all posts that meet a condition, oldest first, a stretch at a time, each stretch in one statement of bounded time.
 *
 * <p>It walks through the posts as long as many of them match. Where few do, it looks the rest up in the indexes. Where
 * that takes too long, because there are many after all or no index leads to them, it walks on, and tries again after
 * twice as many walks as before. So a rare word costs one look-up, a common one reads each post once, and a condition
 * that no index knows comes to the end of the range in steps.
 *
 * <p>Which way it goes decides where stretches end, never which posts they hold. Not thread-safe.
 */
final class OldestFirst {

    /** Posts read by one walk: 45 to 170 ms, by what is asked of them (measured, 1 M posts). */
    static final int MOST_ROWS = 50_000;

    /** A database that is well reads so many in time whatever is asked of them. */
    static final int LEAST_ROWS = 500;

    private static final int NARROWER = 4;
    /** Each walk that ended in time may be followed by one longer by this part. */
    private static final int WIDER = 8;

    private static final int FIRST_PAUSE = 16;
    private static final int LONGEST_PAUSE = 1_024;

    private final PostArchive archive;
    private final Condition condition;
    private int rows = MOST_ROWS;
    private boolean sparse;
    /** Walks to go until looking up is tried again. */
    private int walks;

    private int pause = FIRST_PAUSE;

    OldestFirst(PostArchive archive, Condition condition) {
        this.archive = archive;
        this.condition = condition;
    }

    /**
     * The beginning of a range; with nothing read when it could not be read in time, and will be tried another way.
     *
     * @param limit posts at most
     * @throws MicroblogUnavailableException nothing can be read now
     */
    PostArchive.Stretch next(IdRange range, int limit) {
        return sparse && walks == 0 ? lookUp(range, limit) : walk(range, limit);
    }

    private PostArchive.Stretch lookUp(IdRange range, int limit) {
        try {
            PostArchive.Stretch found = archive.lookUp(condition, range, limit);
            pause = FIRST_PAUSE;
            return found;
        } catch (SearchTooBroadException e) {
            walks = pause;
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
            return nothing(range);
        }
    }

    private PostArchive.Stretch walk(IdRange range, int limit) {
        try {
            PostArchive.Stretch walked = archive.walk(condition, range, rows, limit);
            walks = Math.max(0, walks - 1);
            // At this density a whole walk would not fill a batch.
            sparse = (long) walked.posts().size() * MOST_ROWS < (long) limit * rows;
            rows = Math.min(MOST_ROWS, rows + rows / WIDER);
            return walked;
        } catch (SearchTooBroadException e) {
            if (rows == LEAST_ROWS) {
                throw new MicroblogUnavailableException(
                        "not even " + LEAST_ROWS + " posts can be looked at in time", e);
            }
            rows = Math.max(LEAST_ROWS, rows / NARROWER);
            sparse = true;
            return nothing(range);
        }
    }

    private static PostArchive.Stretch nothing(IdRange range) {
        return new PostArchive.Stretch(List.of(), range.from());
    }
}
