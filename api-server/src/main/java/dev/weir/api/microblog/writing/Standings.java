package dev.weir.api.microblog.writing;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Hides users and shows them again, for operators. It takes effect with the commit, on every gateway and everywhere: what
 * a user wrote stays stored, and no answer shows it while the user is hidden. Thread-safe.
 */
public final class Standings {

    /** What an operator may do to a user. */
    public enum Change {
        /** Nobody but the user sees the posts; the profile stays. */
        PROTECTED("protected = true"),
        /** The posts are for everybody again. */
        UNPROTECTED("protected = false"),
        /** Neither profile nor posts are shown, and the user cannot write. */
        SUSPENDED("suspended = true"),
        /** No longer suspended. */
        RESTORED("suspended = false");

        private final String assignment;

        Change(String assignment) {
            this.assignment = assignment;
        }

        /** As it is stored and told. */
        public String told() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String SET = """
            with before as (
                select id, protected, suspended from microblog.users where lower(username) = lower(:username) for update),
            after as (
                update microblog.users u set %s from before where u.id = before.id
                returning u.id, (u.protected, u.suspended) is distinct from (before.protected, before.suspended) as changed),
            noted as (
                insert into microblog.standings (user_id, change, changed_at)
                select id, :change, :now from after where changed)
            select changed from after
            """;

    private final Transactions transactions;
    private final Clock clock;

    public Standings(Jdbi jdbi, Clock clock) {
        this.transactions = new Transactions(jdbi);
        this.clock = clock;
    }

    /**
     * Changes the standing of a user.
     *
     * @return whether it was not so before; empty when there is no user of this name
     */
    public Optional<Boolean> set(String username, Change change) {
        return transactions.run(handle -> handle.createQuery(SET.formatted(change.assignment))
                .bind("username", username)
                .bind("change", change.told())
                .bind("now", clock.instant())
                .mapTo(Boolean.class)
                .findOne());
    }
}
