package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.ChangeSets;
import dev.weir.api.database.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Posts that were written before media could be searched for get the terms that such posts are written with now. */
final class StoredMediaTermsTest {

    private final Jdbi jdbi = TestDatabase.create().jdbi();
    private final MicroblogRows rows = new MicroblogRows(jdbi);

    @Test
    void postsOfBeforeAreFoundAsPostsOfToday() throws IOException {
        Map<String, Media> media = Map.of(
                "7_1", MicroblogRows.media("7_1", Media.Type.PHOTO),
                "3_2", MicroblogRows.media("3_2", Media.Type.VIDEO),
                "3_3", MicroblogRows.media("3_3", Media.Type.ANIMATED_GIF));
        List<Post> posts = List.of(
                post(1), post(2, "7_1"), post(3, "3_2", "7_1"), post(4, "3_3"), post(5, "3_9"), post(6, "3_9", "3_2"));
        rows.add(MicroblogRows.user(1, "ann"));
        // Media that come after their posts are unknown to whoever makes the terms, as they were to everyone before.
        rows.add(posts);
        media.values().forEach(rows::add);
        rows.execute("update microblog.posts set attachments = '{\"media_keys\": {}}' where id = 1");

        rows.execute(ChangeSets.sql("053-attachments.sql", "search-media"));

        for (Post post : posts) {
            assertThat(terms(post.id()))
                    .as("post %d", post.id())
                    .isEqualTo(asStored(SearchTerms.vector(post, Attachments.types(post, media))));
        }
    }

    private static Post post(long id, String... media) {
        return MicroblogRows.attached(MicroblogRows.post(id, 1, "a photo at https://a.example/b #c"), List.of(media));
    }

    private String terms(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("select search::text from microblog.posts where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    private String asStored(String vector) {
        return jdbi.withHandle(handle -> handle.createQuery("select cast(:vector as tsvector)::text")
                .bind("vector", vector)
                .mapTo(String.class)
                .one());
    }
}
