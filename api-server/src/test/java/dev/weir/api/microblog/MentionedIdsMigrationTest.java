package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** The migration that gives mentions the ids of their users reaches all posts, and goes on after a kill. */
final class MentionedIdsMigrationTest {

    /** More than two batches. */
    private static final int POSTS = 10_001;

    @Test
    void everyMentionOfSomeoneWhoIsHereGetsTheId() throws Exception {
        TestDatabase database = TestDatabase.create();
        new MicroblogRows(database.jdbi()).add(MicroblogRows.user(1, "Ann"), MicroblogRows.user(2, "Bob"));
        database.jdbi().useHandle(handle -> {
            fill(handle);
            // A gateway was killed on the way: one post has its id, and nothing says that the step is done.
            handle.execute("update microblog.posts set entities = microblog.with_mentioned_ids(entities) where id = 7");
            handle.execute("delete from public.databasechangelog where id = 'microblog-mentioned-ids-known'");
        });

        database.migrate();

        database.jdbi().useHandle(handle -> {
            assertThat(count(
                            handle,
                            "{\"mentions\": [{\"username\": \"ANN\", \"id\": \"1\"}, {\"username\": \"gone\"}]}"))
                    .isEqualTo(POSTS - 2);
            assertThat(count(handle, "{\"mentions\": [{\"username\": \"bob\", \"id\": \"99\"}]}"))
                    .as("an id that is there tells who was meant")
                    .isOne();
            assertThat(count(handle, "{\"hashtags\": [{\"tag\": \"lock\"}]}")).isOne();
        });
    }

    private static void fill(Handle handle) {
        handle.execute("""
                insert into microblog.posts (id, author_id, created_at, text, lang, conversation_id, entities, search)
                select id, 1, now(), '', 'en', id,
                    cast(case id
                        when 1 then '{"mentions": [{"username": "bob", "id": "99"}]}'
                        when 2 then '{"hashtags": [{"tag": "lock"}]}'
                        else '{"mentions": [{"username": "ANN"}, {"username": "gone"}]}' end as jsonb), ''
                from generate_series(1, ?) id""", POSTS);
    }

    private static long count(Handle handle, String entities) {
        return handle.createQuery("select count(*) from microblog.posts where entities = cast(:entities as jsonb)")
                .bind("entities", entities)
                .mapTo(Long.class)
                .one();
    }
}
