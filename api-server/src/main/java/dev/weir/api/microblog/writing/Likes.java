package dev.weir.api.microblog.writing;

import dev.weir.api.microblog.writing.Sight.Hold;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Likes and what they count, in one transaction each and at most four statements. Thread-safe. */
public final class Likes {

    private static final String ADD = """
            with added as (
                insert into microblog.likes (user_id, post_id, created_at) values (:user, :post, :now)
                on conflict do nothing returning post_id)
            insert into microblog.post_counts as c (post_id, likes) select post_id, 1 from added
            on conflict (post_id) do update set likes = c.likes + 1
            """;

    private static final String REMOVE = """
            with gone as (
                delete from microblog.likes where user_id = :user and post_id in (
                    select coalesce(repost_of_id, id) from microblog.posts where id = :post)
                returning post_id)
            update microblog.post_counts c set likes = greatest(0, c.likes - 1) from gone where c.post_id = gone.post_id
            """;

    private static final String COUNT_GIVEN = """
            insert into microblog.user_counts as c (user_id, likes_given) values (:user, greatest(0, :more))
            on conflict (user_id) do update set likes_given = greatest(0, c.likes_given + :more)
            """;

    private final Transactions transactions;
    private final Clock clock;

    public Likes(Jdbi jdbi, Clock clock) {
        this.transactions = new Transactions(jdbi);
        this.clock = clock;
    }

    /** Likes a post; a second time changes nothing. To like a repost is to like the post that it repeats. */
    public Writing like(long user, long postId) {
        return transactions.run(handle -> {
            if (!Sight.mayWrite(handle, user)) {
                return new Writing.NoSuchAuthor();
            }
            var seen = Sight.posts(handle, user, List.of(postId), Hold.KEPT).get(postId);
            if (seen == null) {
                return new Writing.NoSuchPost(postId);
            }
            boolean added = handle.createUpdate(ADD)
                            .bind("user", user)
                            .bind("post", seen.id())
                            .bind("now", clock.instant())
                            .execute()
                    > 0;
            if (added) {
                countGiven(handle, user, 1);
            }
            return new Writing.Done(seen.id());
        });
    }

    /** Takes a like back; without one nothing changes. */
    public void unlike(long user, long postId) {
        transactions.run(handle -> {
            boolean removed = handle.createUpdate(REMOVE)
                            .bind("user", user)
                            .bind("post", postId)
                            .execute()
                    > 0;
            if (removed) {
                countGiven(handle, user, -1);
            }
            return removed;
        });
    }

    private static void countGiven(Handle handle, long user, int more) {
        handle.createUpdate(COUNT_GIVEN).bind("user", user).bind("more", more).execute();
    }
}
