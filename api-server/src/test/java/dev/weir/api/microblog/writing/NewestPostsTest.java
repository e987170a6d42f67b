package dev.weir.api.microblog.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Await;
import dev.weir.api.database.ChangeSets;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.SqlMicroblog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user wrote last is known without looking it up, whoever writes and deletes, in whichever order. */
@Timeout(60)
class NewestPostsTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final WritingScene scene = new WritingScene(DATABASE);
    private final MicroblogRows rows = scene.rows;
    private final Posting posting = scene.posting;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private @Nullable Long newest(long user) {
        return new SqlMicroblog(scene.jdbi)
                .users(List.of(user), List.of())
                .byId(user)
                .orElseThrow()
                .user()
                .newestPostId();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itIsTheLastOfWhatIsLeft(long seed) {
        var random = new Random(seed);
        Map<Long, TreeSet<Long>> written = new TreeMap<>(Map.of(1L, new TreeSet<>(), 2L, new TreeSet<>()));
        for (int step = 0; step < 60; step++) {
            long author = random.nextLong(1, 3);
            var own = Objects.requireNonNull(written.get(author));
            if (own.isEmpty() || random.nextInt(5) < 2) {
                own.add(scene.write(author));
            } else {
                long gone = random.nextBoolean() ? own.last() : new ArrayList<>(own).get(random.nextInt(own.size()));
                posting.delete(author, gone);
                own.remove(gone);
            }
            assertThat(newest(author)).as("seed %d, step %d", seed, step).isEqualTo(own.isEmpty() ? null : own.last());
        }
    }

    @Test
    void whatWasWrittenBeforeItWasKeptIsKnown() throws IOException {
        rows.add(
                MicroblogRows.post(10, 1, "old"), MicroblogRows.post(11, 1, "newer"), MicroblogRows.post(12, 2, "old"));
        rows.execute("delete from microblog.user_counts where user_id = 1");
        rows.execute("update microblog.user_counts set newest_post_id = null, followers = 7");

        rows.execute(ChangeSets.sql("056-newest-posts.sql", "microblog-newest-posts-known"));

        assertThat(newest(1)).isEqualTo(11);
        assertThat(newest(2)).isEqualTo(12);
        assertThat(newest(3)).isNull();
        assertThat(rows.numbers("select followers from microblog.user_counts where user_id = 2"))
                .containsExactly(7L);
    }

    @Test
    void aRepostCountsAndGoesWithThePostThatItRepeats() {
        long original = scene.write(1);
        long own = scene.write(2);
        long repost = scene.repost(2, original);

        assertThat(newest(2)).isEqualTo(repost);
        posting.delete(1, original);
        assertThat(newest(2)).isEqualTo(own);
        assertThat(newest(1)).isNull();
    }

    @Test
    void ofTwoThatAreDeletedAtOnceNeitherStays() throws Exception {
        long stays = scene.write(1);
        long last = scene.write(1);
        long next = scene.write(1);
        Future<?> first;
        Future<?> second;
        try (Handle other = scene.jdbi.open()) {
            other.begin();
            other.execute("select from microblog.user_counts where user_id = 1 for update");
            first = threads.submit(() -> posting.delete(1, last));
            second = threads.submit(() -> posting.delete(1, next));
            awaitWaiting(2);
            other.commit();
        }
        first.get();
        second.get();

        assertThat(newest(1)).isEqualTo(stays);
    }

    @Test
    void manyWhoWriteAndDeletePostsOfOneUserAgreeOnTheLast() throws Exception {
        long seed = 11;
        for (int round = 0; round < 4; round++) {
            List<Callable<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                var random = new Random(seed + 4L * round + writer);
                writers.add(() -> {
                    List<Long> own = new ArrayList<>();
                    for (int step = 0; step < 8; step++) {
                        if (own.isEmpty() || random.nextBoolean()) {
                            own.add(scene.write(1));
                        } else {
                            posting.delete(1, own.remove(own.size() - 1));
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
            assertThat(rows.numbers("select newest_post_id from microblog.user_counts where user_id = 1"))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(rows.numbers("select max(id) from microblog.posts where author_id = 1"));
        }
    }

    private void awaitWaiting(int clients) {
        Await.until(
                clients + " wait for the row",
                Duration.ofMillis(5),
                () -> rows.numbers("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and datname = current_database()")
                                .get(0)
                        >= clients);
    }
}
