package dev.weir.api.microblog.writing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.writing.Reconciliation.Drift;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final WritingScene scene = new WritingScene(DATABASE);
    private final MicroblogRows rows = scene.rows;
    private final Reconciliation reconciliation = new Reconciliation(scene.jdbi);

    private long drift() {
        return reconciliation.check().stream().mapToLong(Drift::drift).sum();
    }

    @Test
    void everyWriteKeepsCountersAndEdgesTogether() {
        long first = scene.write(1);
        long second = scene.write(2, first, first);
        scene.write(3, second, null);
        var likes = new Likes(scene.jdbi, scene.clock);
        likes.like(1, second);
        likes.like(3, second);
        likes.unlike(3, second);
        scene.repost(3, first);
        var follows = new Follows(scene.jdbi, scene.clock);
        follows.follow(1, 2);
        follows.follow(2, 1);
        follows.unfollow(1, 2);

        assertThat(reconciliation.check())
                .hasSize(9)
                .allSatisfy(counter ->
                        assertThat(counter.drift()).as(counter.counter()).isZero());
        scene.posting.delete(1, first);
        assertThat(drift()).isZero();
    }

    @Test
    void aNewestPostThatIsNotTheNewestIsFoundAndRepaired() {
        long older = scene.write(1);
        long newest = scene.write(1);
        scene.write(2);
        rows.execute("update microblog.user_counts set newest_post_id = " + older + " where user_id = 1");
        rows.execute("update microblog.user_counts set newest_post_id = null where user_id = 2");
        rows.execute("insert into microblog.user_counts (user_id, newest_post_id) values (3, 99)");

        assertThat(reconciliation.check()).contains(new Drift("users.newest_post", 3, 3));
        assertThat(reconciliation.repair()).isEqualTo(3);
        assertThat(drift()).isZero();
        assertThat(rows.numbers("select newest_post_id from microblog.user_counts where user_id = 1"))
                .containsExactly(newest);
    }

    @Test
    void whatWasChangedByOtherMeansIsFoundAndRepaired() {
        long first = scene.write(1);
        long second = scene.write(2, first, null);
        rows.execute("update microblog.post_counts set likes = 7 where post_id = " + second);
        rows.execute("update microblog.post_counts set replies = 0 where post_id = " + first);
        rows.execute("insert into microblog.follows values (3, 1, now())");

        assertThat(reconciliation.check())
                .contains(
                        new Drift("posts.likes", 1, 7),
                        new Drift("posts.replies", 1, 1),
                        new Drift("users.followers", 1, 1),
                        new Drift("users.following", 1, 1),
                        new Drift("users.posts", 0, 0));
        assertThat(reconciliation.repair()).isEqualTo(4);
        assertThat(drift()).isZero();
        assertThat(rows.numbers("select replies from microblog.post_counts where post_id = " + first))
                .isEqualTo(List.of(1L));
    }

    @Test
    void countersThatCameWithAnImportMayHoldMoreButNotLess() {
        rows.add(MicroblogRows.post(10, 1, "old"));
        rows.execute("insert into microblog.post_counts (post_id, likes) values (10, 500)");
        rows.execute("update microblog.user_counts set posts = 1, followers = 1000 where user_id = 1");
        assertThat(drift()).isZero();

        rows.execute("update microblog.post_counts set likes = 0");
        rows.execute("insert into microblog.likes values (2, 10, now())");
        assertThat(reconciliation.check()).contains(new Drift("posts.likes", 1, 1));
    }
}
