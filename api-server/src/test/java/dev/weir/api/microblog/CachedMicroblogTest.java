package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CachedMicroblogTest {

    private static final CachedMicroblog.Terms TERMS =
            new CachedMicroblog.Terms(100, Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1));

    private static final TimelinePage TIMELINE =
            new TimelinePage(1, IdRange.ALL, TimelinePage.Order.NEWEST, 10, 3_200, true, true);

    private static final TestDatabase DATABASE = TestDatabase.create();
    private final MicroblogRows rows = new MicroblogRows(DATABASE.jdbi());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();
    private final List<SqlChanges> opened = new ArrayList<>();
    private Microblog microblog = new SqlMicroblog(DATABASE.jdbi());

    @BeforeEach
    void twoUsersWithPosts() {
        DATABASE.comeBack();
        rows.clear();
        var jdbi = DATABASE.jdbi();
        jdbi.setSqlLogger(new StatementCount(statements));
        microblog = gateway(jdbi);
        rows.add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "bob"));
        rows.add(MicroblogRows.post(10, 1, "ten"), MicroblogRows.post(11, 2, "eleven"));
        // The first check of a gateway finds out where to begin; what was read before does not count.
        text(10);
        text(10);
        statements.set(0);
    }

    private Microblog gateway(Jdbi jdbi) {
        var changes = changes(jdbi);
        return new CachedMicroblog(
                new SqlMicroblog(jdbi),
                () -> {
                    statements.incrementAndGet();
                    return changes.next();
                },
                TERMS,
                nanos::incrementAndGet);
    }

    private SqlChanges changes(Jdbi jdbi) {
        var changes = new SqlChanges(jdbi, nanos::get);
        opened.add(changes);
        return changes;
    }

    @AfterEach
    void hangUp() {
        opened.forEach(SqlChanges::close);
    }

    @Test
    void whatIsFreshCostsACheckAndTheRestIsReadAtOnce() {
        microblog.posts(Set.of(10L));
        assertThat(statements).as("a check").hasValue(1);

        assertThat(microblog.posts(List.of(10L, 11L, 12L))).containsOnlyKeys(10L, 11L);
        assertThat(statements).as("a check and a read").hasValue(3);
        assertThat(microblog.posts(List.of(12L, 13L))).isEmpty();
        assertThat(statements).as("a read, nothing being remembered").hasValue(4);
    }

    @Test
    void whatHasAgedIsReadAgain() {
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        text(10);
        assertThat(statements).as("a read, and no check").hasValue(1);
    }

    /** Whoever writes it: triggers note it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update microblog.posts set text = 'edited' where id = 10",
                "insert into microblog.post_counts (post_id, likes) values (10, 5)",
                "update microblog.users set protected = true where id = 1",
                "update microblog.users set suspended = true where id = 1",
                "delete from microblog.posts where id = 10",
                "truncate microblog.posts cascade"
            })
    void aChangeOfAPostIsSeenByTheNextRequestOfEveryGateway(String change) {
        Microblog other = gateway(DATABASE.jdbi());
        other.posts(Set.of(10L));
        other.posts(Set.of(10L));
        var before = other.posts(Set.of(10L));

        rows.execute(change);

        var truth = new SqlMicroblog(DATABASE.jdbi()).posts(Set.of(10L));
        assertThat(truth).isNotEqualTo(before);
        assertThat(other.posts(Set.of(10L))).isEqualTo(truth);
        assertThat(microblog.posts(Set.of(10L))).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update microblog.users set name = 'A' where id = 1",
                "update microblog.users set suspended = true where id = 1",
                "update microblog.user_counts set posts = 5 where user_id = 1",
                "delete from microblog.posts; delete from microblog.users where id = 1",
                "truncate microblog.users cascade"
            })
    void aChangeOfAUserIsSeenByTheNextRequest(String change) {
        microblog.users(List.of(1L), List.of());
        var before = microblog.users(List.of(1L), List.of()).byId(1);

        rows.execute(change);

        var truth =
                new SqlMicroblog(DATABASE.jdbi()).users(List.of(1L), List.of()).byId(1);
        assertThat(truth).isNotEqualTo(before);
        assertThat(microblog.users(List.of(1L), List.of()).byId(1)).isEqualTo(truth);
        assertThat(microblog.users(List.of(), List.of("ann")).byUsername("ann")).isEqualTo(truth);
    }

    @Test
    void aTimelineThatIsFreshCostsACheck() {
        List<CountedPost> read = microblog.timeline(TIMELINE);
        statements.set(0);

        assertThat(microblog.timeline(TIMELINE)).isEqualTo(read).hasSize(1);
        assertThat(statements).as("a check").hasValue(1);
        rows.add(MicroblogRows.post(12, 2, "of another author"));
        statements.set(0);
        assertThat(microblog.timeline(TIMELINE)).isEqualTo(read);
        assertThat(statements).as("a check").hasValue(1);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        microblog.timeline(TIMELINE);
        assertThat(statements).as("a read, and no check").hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert into microblog.posts (id, author_id, created_at, text, conversation_id, search) values (12, 1, now(), 'twelve', 12, '')",
                "update microblog.posts set text = 'edited' where id = 10",
                "insert into microblog.post_counts (post_id, likes) values (10, 5)",
                "update microblog.users set protected = true where id = 1",
                "delete from microblog.posts where id = 10",
                "truncate microblog.posts cascade"
            })
    void aChangeOfATimelineIsSeenByTheNextRequestOfEveryGateway(String change) {
        Microblog other = gateway(DATABASE.jdbi());
        for (Microblog gateway : List.of(other, microblog)) {
            gateway.posts(Set.of(10L));
            gateway.posts(Set.of(10L));
            gateway.timeline(TIMELINE);
        }
        var before = other.timeline(TIMELINE);

        rows.execute(change);

        var truth = new SqlMicroblog(DATABASE.jdbi()).timeline(TIMELINE);
        assertThat(truth).isNotEqualTo(before);
        assertThat(other.timeline(TIMELINE)).isEqualTo(truth);
        assertThat(microblog.timeline(TIMELINE)).isEqualTo(truth);
    }

    @Test
    void aTransactionThatBeganBeforeACheckAndCommitsAfterItIsHeardOf() {
        DATABASE.jdbi().useHandle(writer -> {
            writer.begin();
            writer.execute("update microblog.posts set text = 'edited' where id = 10");
            rows.execute("update microblog.posts set text = 'younger, but committed before' where id = 11");
            assertThat(text(10)).isEqualTo("ten");
            writer.commit();
        });
        assertThat(text(10)).isEqualTo("edited");
    }

    @Test
    void aChangeIsSeenHoweverLongItsTransactionAndHoweverQuietItWasMeanwhile() {
        DATABASE.jdbi().useHandle(writer -> {
            writer.begin();
            writer.execute("update microblog.posts set text = 'edited' where id = 10");
            for (int i = 0; i < 5; i++) {
                assertThat(text(10)).isEqualTo("ten");
            }
            writer.commit();
        });
        assertThat(text(10)).isEqualTo("edited");
        for (int i = 0; i < 5; i++) {
            assertThat(text(10)).isEqualTo("edited");
            rows.execute("update microblog.posts set text = text || '!' where id = 10");
            assertThat(text(10)).isEqualTo("edited!");
            rows.execute("update microblog.posts set text = 'edited' where id = 10");
        }
    }

    @Test
    void theReadsOfARequestShareACheck() {
        microblog.users(List.of(1L), List.of());
        statements.set(0);
        RequestStart.begin(nanos.incrementAndGet());
        microblog.posts(Set.of(10L));
        microblog.users(List.of(1L), List.of());
        microblog.posts(Set.of(10L));
        RequestStart.end();
        assertThat(statements).hasValue(1);

        nanos.incrementAndGet();
        text(10);
        assertThat(statements).hasValue(2);
    }

    @Test
    void oldChangesArePrunedAndWhoWasAwayForLongBeginsAnew() {
        var changes = changes(DATABASE.jdbi());
        assertThat(changes.next()).isEqualTo(Changes.EVERYTHING);
        rows.execute("update microblog.posts set text = 'edited' where id = 10");
        changes.prune();
        changes.prune();
        assertThat(rows.numbers("select count(*) from microblog.changes")).containsExactly(0L);
        nanos.addAndGet(SqlChanges.KEPT.toNanos());
        assertThat(changes.next()).isEqualTo(Changes.EVERYTHING);
        assertThat(changes.next()).isEqualTo(Changes.NONE);
    }

    @Test
    void whatWasDeletedIsForgotten() {
        rows.execute("delete from microblog.posts where id = 10");

        assertThat(microblog.posts(Set.of(10L))).isEmpty();
        DATABASE.goAway();
        assertThatThrownBy(() -> microblog.posts(Set.of(10L))).isInstanceOf(MicroblogUnavailableException.class);
    }

    @Test
    void anOutageIsAnsweredFromMemoryHoweverOldAndNeverByHalf() {
        microblog.posts(List.of(10L));
        microblog.users(List.of(1L), List.of("BOB"));
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());
        DATABASE.goAway();

        assertThat(text(10)).isEqualTo("ten");
        Users users = microblog.users(List.of(1L), List.of("bob"));
        assertThat(users.byId(1)).isPresent();
        assertThat(users.byUsername("Bob")).isPresent();
        assertThatThrownBy(() -> microblog.posts(List.of(10L, 11L))).isInstanceOf(MicroblogUnavailableException.class);
        assertThatThrownBy(() -> microblog.users(List.of(1L), List.of("cyd")))
                .isInstanceOf(MicroblogUnavailableException.class);
        assertThatThrownBy(() -> microblog.timeline(
                        new TimelinePage(1, IdRange.ALL, TimelinePage.Order.NEWEST, 10, 3_200, true, true)))
                .isInstanceOf(MicroblogUnavailableException.class);

        DATABASE.comeBack();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(microblog.posts(List.of(10L, 11L))).hasSize(2);
    }

    @Test
    void duringAnOutageTheDatabaseIsTriedOnceASecondOnly() {
        microblog.posts(List.of(10L));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        DATABASE.goAway();
        text(10);
        DATABASE.comeBack();

        long before = statements.get();
        text(10);
        assertThat(statements).hasValue(before);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        text(10);
        assertThat(statements).as("a check").hasValueGreaterThan(before);
    }

    @Test
    void aNameThatPassedToAnotherUserIsReadAgain() {
        microblog.users(List.of(), List.of("ann"));
        rows.execute("update microblog.users set username = 'old_ann' where id = 1");
        rows.execute("update microblog.users set username = 'ann' where id = 2");
        microblog.users(List.of(1L, 2L), List.of());

        assertThat(microblog
                        .users(List.of(), List.of("ANN"))
                        .byUsername("ann")
                        .orElseThrow()
                        .id())
                .isEqualTo(2);
    }

    @Test
    void rowsOfAPageAreRemembered() {
        microblog.timeline(new TimelinePage(2, IdRange.ALL, TimelinePage.Order.NEWEST, 10, 3_200, true, true));
        long before = statements.get();

        assertThat(text(11)).isEqualTo("eleven");
        assertThat(statements).as("a check").hasValue(before + 1);
    }

    private String text(long id) {
        return microblog.posts(Set.of(id)).values().iterator().next().post().text();
    }
}
