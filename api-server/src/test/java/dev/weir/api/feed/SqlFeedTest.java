package dev.weir.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SqlFeedTest {

    private final Jdbi jdbi = TestDatabase.create().jdbi();
    private final Feed feed = new Feed();
    private final SqlFeed sql = new SqlFeed(jdbi);

    @BeforeAll
    void nothingIsThereAtFirst() {
        assertThat(sql.head()).isZero();
        assertThat(sql.startOf(Duration.ofMinutes(5))).isZero();
    }

    @BeforeEach
    void empty() {
        jdbi.useHandle(handle -> handle.execute("truncate microblog.feed, microblog.feed_inbox"));
    }

    @Test
    void aPostIsInTheFeedOnceItIsCommittedAndNeverBefore() {
        long head = sql.head();
        try (Handle writer = jdbi.open()) {
            writer.begin();
            feed.append(writer, 7);
            sql.extend();
            assertThat(sql.head()).isEqualTo(head);
            writer.commit();
        }
        sql.extend();
        assertThat(sql.after(head, 10)).extracting(FeedEntry::postId).containsExactly(7L);
        assertThat(sql.head()).isEqualTo(head + 1);
    }

    @Test
    void aRolledBackPostIsNot() {
        long head = sql.head();
        jdbi.useTransaction(handle -> {
            feed.append(handle, 7);
            handle.rollback();
        });
        sql.extend();
        assertThat(sql.after(head, 10)).isEmpty();
    }

    @Test
    void aSlowTransactionComesLaterAndHoldsNobodyUp() {
        long head = sql.head();
        try (Handle slow = jdbi.open()) {
            slow.begin();
            feed.append(slow, 1);
            jdbi.useTransaction(handle -> feed.append(handle, 2));
            sql.extend();
            assertThat(sql.after(head, 10)).extracting(FeedEntry::postId).containsExactly(2L);
            slow.commit();
        }
        sql.extend();
        assertThat(sql.after(head, 10)).extracting(FeedEntry::postId).containsExactly(2L, 1L);
    }

    @Test
    void theWriterSaysWhenItIsCommitted() {
        var told = new AtomicInteger();
        feed.onCommit(told::incrementAndGet);
        jdbi.useTransaction(handle -> {
            feed.append(handle, 1);
            assertThat(told).hasValue(0);
        });
        assertThat(told).hasValue(1);
    }

    @Test
    void backfillStartsWhereTheTimeBeginsAndOldEntriesArePruned() {
        long head = sql.head();
        append(1, 2, 3);
        jdbi.useHandle(handle -> {
            handle.execute("update microblog.feed set at = at - interval '16 minutes' where post_id = 1");
            handle.execute("update microblog.feed set at = at - interval '3 minutes' where post_id = 2");
        });
        assertThat(sql.startOf(Duration.ofMinutes(2))).isEqualTo(head + 2);
        assertThat(sql.startOf(Duration.ofMinutes(4))).isEqualTo(head + 1);
        assertThat(sql.prune()).isEqualTo(1);
        assertThat(sql.after(head, 10)).extracting(FeedEntry::postId).containsExactly(2L, 3L);
    }

    @Test
    void positionsHaveNoGapsAndKeepEachWritersOrderWhileAllGatewaysExtend() throws Exception {
        long head = sql.head();
        int writers = 4;
        long posts = 250;
        ExecutorService threads = Executors.newFixedThreadPool(writers + 3);
        var writing = new AtomicBoolean(true);
        List<Future<?>> wrote = new ArrayList<>();
        List<Future<?>> extended = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            long first = writer * 1_000L;
            // A thread within useHandle keeps its connection for all that it does.
            wrote.add(threads.submit(() -> jdbi.useHandle(handle -> LongStream.range(first, first + posts)
                    .forEach(id -> handle.useTransaction(posting -> feed.append(posting, id))))));
        }
        for (int gateway = 0; gateway < 2; gateway++) {
            extended.add(threads.submit(() -> jdbi.useHandle(handle -> {
                while (writing.get()) {
                    sql.extend();
                }
            })));
        }
        // A reader that follows the feed meanwhile: it must never step over anything.
        Future<List<FeedEntry>> followed = threads.submit(() -> jdbi.withHandle(handle -> {
            List<FeedEntry> read = new ArrayList<>();
            while (read.size() < writers * posts) {
                read.addAll(sql.after(head + read.size(), 100));
            }
            return read;
        }));
        try {
            for (Future<?> each : wrote) {
                each.get(60, TimeUnit.SECONDS);
            }
            List<FeedEntry> read = followed.get(60, TimeUnit.SECONDS);
            assertThat(read)
                    .extracting(FeedEntry::position)
                    .containsExactlyElementsOf(LongStream.rangeClosed(head + 1, head + writers * posts)
                            .boxed()
                            .toList());
            for (long writer = 0; writer < writers; writer++) {
                long first = writer * 1_000;
                assertThat(read.stream().map(FeedEntry::postId).filter(id -> id / 1_000 * 1_000 == first))
                        .containsExactlyElementsOf(
                                LongStream.range(first, first + posts).boxed().toList());
            }
            assertThat(read).isSortedAccordingTo(java.util.Comparator.comparing(FeedEntry::at));
        } finally {
            writing.set(false);
            threads.shutdownNow();
        }
        for (Future<?> each : extended) {
            each.get(60, TimeUnit.SECONDS);
        }
    }

    private void append(long... posts) {
        for (long post : posts) {
            jdbi.useTransaction(handle -> feed.append(handle, post));
        }
        sql.extend();
    }
}
