package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CachedMicroblogTest {

    private static final CachedMicroblog.Terms TERMS =
            new CachedMicroblog.Terms(100, Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofSeconds(1));

    private static final TestDatabase DATABASE = TestDatabase.create();
    private final MicroblogRows rows = new MicroblogRows(DATABASE.jdbi());
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();
    private Microblog microblog = new SqlMicroblog(DATABASE.jdbi());

    @BeforeEach
    void twoUsersWithPosts() {
        DATABASE.comeBack();
        rows.clear();
        var jdbi = DATABASE.jdbi();
        jdbi.setSqlLogger(new StatementCount(statements));
        microblog = new CachedMicroblog(new SqlMicroblog(jdbi), TERMS, nanos::get);
        rows.add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "bob"));
        rows.add(MicroblogRows.post(10, 1, "ten"), MicroblogRows.post(11, 2, "eleven"));
    }

    @Test
    void whatIsFreshIsNotReadAgainAndTheRestIsReadAtOnce() {
        microblog.posts(Set.of(10L));
        microblog.posts(Set.of(10L));
        assertThat(statements).hasValue(1);

        assertThat(microblog.posts(List.of(10L, 11L, 12L))).containsOnlyKeys(10L, 11L);
        assertThat(statements).hasValue(2);
    }

    @Test
    void whatHasAgedIsReadAgain() {
        microblog.posts(Set.of(10L));
        rows.execute("update microblog.posts set text = 'edited' where id = 10");
        assertThat(text(10)).isEqualTo("ten");

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(text(10)).isEqualTo("edited");
    }

    @Test
    void whatWasDeletedIsForgotten() {
        microblog.posts(Set.of(10L));
        rows.execute("delete from microblog.posts where id = 10");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

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
        assertThat(statements).hasValue(before + 1);
    }

    @Test
    void aNameThatPassedToAnotherUserIsReadAgain() {
        microblog.users(List.of(), List.of("ann"));
        rows.execute("update microblog.users set username = 'old_ann' where id = 1");
        rows.execute("update microblog.users set username = 'ann' where id = 2");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
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
        microblog.timeline(new TimelinePage(1, IdRange.ALL, TimelinePage.Order.NEWEST, 10, 3_200, true, true));
        long before = statements.get();

        assertThat(text(10)).isEqualTo("ten");
        assertThat(statements).hasValue(before);
    }

    private String text(long id) {
        return microblog.posts(Set.of(id)).values().iterator().next().post().text();
    }
}
