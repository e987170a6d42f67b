package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class MentionsTest {

    private static final Pattern WRITES_POSTS = Pattern.compile("(insert into|\\n +|\")\\s*microblog\\.posts \\(id,");

    @Test
    void mentionsAreNotedOnceByNameWhateverTheCaseButNotOfReposts() {
        Jdbi jdbi = TestDatabase.create().jdbi();
        new MicroblogRows(jdbi)
                .add(MicroblogRows.user(1, "ann"))
                .add(
                        MicroblogRows.post(11, 1, "@Bob and @bob and @cid"),
                        MicroblogRows.post(12, 1, "nobody"),
                        MicroblogRows.repost(13, 1, 11));

        assertThat(rows(jdbi)).containsExactly("bob 11", "cid 11");
        jdbi.useHandle(handle -> handle.execute("delete from microblog.posts where id = 11"));
        assertThat(rows(jdbi)).as("they go with their post").isEmpty();
    }

    /** A writer that forgets would leave mentions out of the timelines that show them, and nothing else would tell. */
    @Test
    void everyWriterOfPostsNotesMentionsAndKnowsWhoIsMeant() throws IOException {
        Set<Path> writers = new HashSet<>();
        Set<Path> noting = new HashSet<>();
        Set<Path> knowing = new HashSet<>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                if (WRITES_POSTS.matcher(source).find()) {
                    writers.add(file.getParent());
                }
                if (source.contains("Mentions.of(")) {
                    noting.add(file.getParent());
                }
                if (source.contains("with_mentioned_ids(") || source.contains(".knowing(people")) {
                    knowing.add(file.getParent());
                }
            }
        }
        assertThat(writers).as("the search itself").hasSizeGreaterThanOrEqualTo(2);
        assertThat(noting).as("packages that write posts call Mentions.of").containsAll(writers);
        assertThat(knowing)
                .as("packages that write posts give mentions their ids")
                .containsAll(writers);
    }

    private static List<String> rows(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select username || ' ' || post_id from microblog.mentions order by 1")
                        .mapTo(String.class)
                        .list());
    }
}
