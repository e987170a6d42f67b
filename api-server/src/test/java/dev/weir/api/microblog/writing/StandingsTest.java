package dev.weir.api.microblog.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.TestClock;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.writing.Standings.Change;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class StandingsTest {

    private final Jdbi jdbi = TestDatabase.create().jdbi();
    private final Standings standings = new Standings(jdbi, new TestClock(Instant.parse("2026-03-01T12:00:00Z")));

    @Test
    void eachChangeIsMadeAndNotedOnce() {
        new MicroblogRows(jdbi).add(MicroblogRows.user(1, "Ann"));

        assertThat(standings.set("ann", Change.PROTECTED)).contains(true);
        assertThat(standings.set("Ann", Change.PROTECTED)).contains(false);
        assertThat(ann().isProtected()).isTrue();
        assertThat(standings.set("ann", Change.SUSPENDED)).contains(true);
        assertThat(ann().suspended()).isTrue();
        assertThat(standings.set("ann", Change.RESTORED)).contains(true);
        assertThat(standings.set("ann", Change.UNPROTECTED)).contains(true);
        assertThat(ann().isPublic()).isTrue();
        assertThat(standings.set("bob", Change.SUSPENDED)).isEmpty();
        List<String> noted =
                jdbi.withHandle(handle -> handle.createQuery("select change from microblog.standings order by id")
                        .mapTo(String.class)
                        .list());
        assertThat(noted).containsExactly("protected", "suspended", "restored", "unprotected");
    }

    private User ann() {
        return new SqlMicroblog(jdbi)
                .users(List.of(1L), List.of())
                .byId(1)
                .orElseThrow()
                .user();
    }
}
