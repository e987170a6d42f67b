package dev.weir.api.microblog.writing;

import dev.weir.api.microblog.Snowflakes;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who follows whom, and what it counts, in one transaction each and at most four statements. Thread-safe. */
public final class Follows {

    /** What became of a wish to follow. */
    public enum Following {
        /** It is so, now or before. */
        FOLLOWS,
        /** There is no such user. */
        NOT_FOUND,
        /** Suspended or protected: nobody can follow this user through the API. */
        NOT_OPEN,
        /** The user who wishes it is suspended, or not there at all. */
        NO_SUCH_FOLLOWER
    }

    /** In the order of ids, so that two who follow each other at once do not wait for each other. */
    private static final String USERS = """
            select id, suspended, protected from microblog.users,
                pg_advisory_xact_lock_shared(:space, hashint8(:followed))
            where id in (:follower, :followed) order by id for key share of users
            """;

    private static final String ADD = """
            insert into microblog.follows (follower_id, followed_id, created_at) values (:follower, :followed, :now)
            on conflict do nothing
            """;

    /**
     * What the followed one has written lately, for the follower's home timeline. The lock keeps those who copy his next
     * post waiting until they see the new follower.
     */
    private static final String COPY = """
            insert into microblog.home (user_id, post_id, author_id)
            select :follower, p.id, p.author_id from microblog.posts p
            where p.author_id = :followed and p.id >= greatest(:oldest, (select filled_from from microblog.home_state))
                and not exists (select from microblog.pulled_authors a where a.user_id = :followed)
            order by p.id desc limit :most
            on conflict do nothing
            """;

    private static final int MOST_COPIED = 3_200;

    private static final String REMOVE =
            "delete from microblog.follows where follower_id = :follower and followed_id = :followed";

    private static final String COUNT = """
            insert into microblog.user_counts as c (user_id, followers, following)
            select id, greatest(0, followers), greatest(0, following) from (values
                (cast(:follower as bigint), 0, cast(:more as int)),
                (cast(:followed as bigint), cast(:more as int), 0)) as more (id, followers, following)
            order by id
            on conflict (user_id) do update set
                followers = greatest(0, c.followers + case when c.user_id = :followed then :more else 0 end),
                following = greatest(0, c.following + case when c.user_id = :follower then :more else 0 end)
            """;

    private record Standing(long id, boolean suspended, boolean isProtected) {}

    private final Transactions transactions;
    private final Clock clock;

    public Follows(Jdbi jdbi, Clock clock) {
        this.transactions = new Transactions(jdbi);
        this.clock = clock;
    }

    /**
     * Lets one user follow another; a second time changes nothing.
     *
     * @param followed not the follower
     */
    public Following follow(long follower, long followed) {
        return transactions.run(handle -> {
            var users = handle
                    .createQuery(USERS)
                    .bind("follower", follower)
                    .bind("followed", followed)
                    .bind("space", FanOut.LOCK_SPACE)
                    .map((row, context) ->
                            new Standing(row.getLong("id"), row.getBoolean("suspended"), row.getBoolean("protected")))
                    .stream()
                    .collect(Collectors.toMap(Standing::id, user -> user));
            var self = Optional.ofNullable(users.get(follower));
            if (self.isEmpty() || self.get().suspended) {
                return Following.NO_SUCH_FOLLOWER;
            }
            var other = Optional.ofNullable(users.get(followed));
            if (other.isEmpty()) {
                return Following.NOT_FOUND;
            }
            if (other.get().suspended || other.get().isProtected) {
                return Following.NOT_OPEN;
            }
            boolean added = handle.createUpdate(ADD)
                            .bind("follower", follower)
                            .bind("followed", followed)
                            .bind("now", clock.instant())
                            .execute()
                    > 0;
            if (added) {
                count(handle, follower, followed, 1);
                handle.createUpdate(COPY)
                        .bind("follower", follower)
                        .bind("followed", followed)
                        .bind("oldest", Snowflakes.firstAt(clock.instant().minus(FanOut.REACH)))
                        .bind("most", MOST_COPIED)
                        .execute();
            }
            return Following.FOLLOWS;
        });
    }

    /** Ends following; if there was none nothing changes. */
    public void unfollow(long follower, long followed) {
        transactions.run(handle -> {
            boolean removed = handle.createUpdate(REMOVE)
                            .bind("follower", follower)
                            .bind("followed", followed)
                            .execute()
                    > 0;
            if (removed) {
                count(handle, follower, followed, -1);
            }
            return removed;
        });
    }

    private static void count(Handle handle, long follower, long followed, int more) {
        handle.createUpdate(COUNT)
                .bind("follower", follower)
                .bind("followed", followed)
                .bind("more", more)
                .execute();
    }
}
