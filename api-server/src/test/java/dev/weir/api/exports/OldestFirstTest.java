package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.microblog.PostArchive;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.SearchTooBroadException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OldestFirstTest {

    private static final int LIMIT = 500;
    private static final Condition ANY = new Condition.Terms("'any'", true);

    /** Posts with the ids 0, 1, 2, …, and statements that cost what they read. */
    private static final class Archive implements PostArchive {

        private final long posts;
        private final LongPredicate matches;
        private final long mostFound;
        private final long mostWalked;
        private int walks;
        private int lookUps;
        private int refused;

        /**
         * @param mostFound matches that can be looked up in time
         * @param mostWalked posts that can be walked through in time
         */
        Archive(long posts, LongPredicate matches, long mostFound, long mostWalked) {
            this.posts = posts;
            this.matches = matches;
            this.mostFound = mostFound;
            this.mostWalked = mostWalked;
        }

        @Override
        public Stretch walk(Condition condition, IdRange range, int rows, int limit) {
            walks++;
            List<CountedPost> found = new ArrayList<>();
            long id = range.from();
            for (; id < posts && id < range.from() + rows; id++) {
                if (id - range.from() >= mostWalked) {
                    throw tooBroad();
                }
                if (matches.test(id)) {
                    found.add(post(id));
                    if (found.size() == limit) {
                        return new Stretch(found, id + 1);
                    }
                }
            }
            return new Stretch(found, id < posts ? id : range.until());
        }

        @Override
        public Stretch lookUp(Condition condition, IdRange range, int limit) {
            lookUps++;
            long[] found = LongStream.range(range.from(), posts).filter(matches).toArray();
            if (found.length > mostFound) {
                throw tooBroad();
            }
            List<CountedPost> first =
                    LongStream.of(found).limit(limit).mapToObj(Archive::post).toList();
            return new Stretch(
                    first,
                    first.size() < limit ? range.until() : first.get(limit - 1).id() + 1);
        }

        private SearchTooBroadException tooBroad() {
            refused++;
            return new SearchTooBroadException("it takes too long", new IllegalStateException("on purpose"));
        }

        private static CountedPost post(long id) {
            return new CountedPost(MicroblogRows.post(id, 1, "any"), new PostCounts(0, 0, 0, 0, 0, 0), true);
        }

        /** Reads everything; the ids. */
        private List<Long> read() {
            var reading = new OldestFirst(this, ANY);
            List<Long> ids = new ArrayList<>();
            for (IdRange rest = IdRange.ALL; !rest.isEmpty(); ) {
                Stretch stretch = reading.next(rest, LIMIT);
                stretch.posts().forEach(post -> ids.add(post.id()));
                rest = rest.after(stretch.reached() - 1);
            }
            return ids;
        }

        private void assertAllRead() {
            assertThat(read())
                    .isEqualTo(
                            LongStream.range(0, posts).filter(matches).boxed().toList());
        }
    }

    @Test
    void whatIsCommonIsWalkedThrough() {
        var archive = new Archive(100_000, id -> id % 2 == 0, 100, 50_000);
        archive.assertAllRead();
        assertThat(archive.lookUps).isZero();
    }

    @Test
    void whatIsRareIsLookedUp() {
        var archive = new Archive(10_000_000, id -> id % 2_000_000 == 1_999_999, 100, 50_000);
        archive.assertAllRead();
        assertThat(archive.walks).isEqualTo(1);
        assertThat(archive.lookUps).isEqualTo(1);
    }

    @Test
    void whatNoIndexLeadsToComesToItsEndInSteps() {
        var archive = new Archive(10_000_000, id -> id % 2_000_000 == 1_999_999, -1, 50_000);
        archive.assertAllRead();
        assertThat(archive.walks).isLessThanOrEqualTo(10_000_000 / 50_000 + 2);
        assertThat(archive.lookUps).as("looking up is tried ever more seldom").isBetween(2, 5);
    }

    @Test
    void whatBecomesCommonLaterIsWalkedThroughFromThere() {
        var archive = new Archive(2_000_000, id -> id >= 1_000_000, 10_000, 50_000);
        archive.assertAllRead();
        assertThat(archive.refused).isLessThanOrEqualTo(2);
    }

    @Test
    void whatCostsMuchToLookAtIsReadFewerAtATime() {
        var archive = new Archive(300_000, id -> id % 1_000 == 0, -1, 10_000);
        archive.assertAllRead();
        assertThat(archive.refused)
                .as("it finds out, and again when it dares more")
                .isLessThan(15);
    }

    @Test
    void aDatabaseThatCannotReadHardlyAnythingIsAnOutage() {
        var archive = new Archive(300_000, id -> false, -1, 100);
        assertThatThrownBy(archive::read).isInstanceOf(MicroblogUnavailableException.class);
        assertThat(archive.walks).isLessThan(10);
    }
}
