package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Fields and expansions in {@code docs/api/README.md} against the enums that write them. */
class FieldsPageTest {

    private static final String WIRE = "api-server/src/main/java/dev/weir/api/microblog/wire/";

    @Test
    void everyFieldOfAPostIsDescribedAndNothingElse() {
        assertThat(described("Field of a post"))
                .containsExactlyInAnyOrderElementsOf(constants("PostField", "id", "created_at", "public_metrics"));
    }

    @Test
    void everyFieldOfAUserIsDescribedAndNothingElse() {
        assertThat(described("Field of a user"))
                .containsExactlyInAnyOrderElementsOf(constants("UserField", "id", "created_at", "public_metrics"));
    }

    @Test
    void everyFieldOfMediaIsDescribedAndNothingElse() {
        assertThat(described("Field of media"))
                .containsExactlyInAnyOrderElementsOf(constants("MediaField", "media_key", "type"));
    }

    @Test
    void everyFieldOfAPollIsDescribedAndNothingElse() {
        assertThat(described("Field of a poll"))
                .containsExactlyInAnyOrderElementsOf(constants("PollField", "id", "options"));
    }

    @Test
    void everyExpansionIsDescribedAndNothingElse() {
        List<String> expansions = found("Expansion", "(?m)^ {4}[A-Z_]+\\(\"([a-z_.]+)\"\\)");
        assertThat(expansions).as("the search itself").contains("author_id");
        assertThat(described("Expansion")).containsExactlyInAnyOrderElementsOf(expansions);
    }

    private static List<String> described(String firstColumn) {
        return Repository.docs("api/README.md").table(firstColumn).stream()
                .map(row -> Page.plain(row.get(0)))
                .toList();
    }

    private static List<String> constants(String type, String... some) {
        List<String> names = found(type, "(?m)^ {4}([A-Z_]+)[,;]$").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        assertThat(names).as("the search itself").contains(some);
        return names;
    }

    private static List<String> found(String type, String pattern) {
        String source = Repository.read(Repository.ROOT.resolve(WIRE + type + ".java"));
        return Pattern.compile(pattern)
                .matcher(source)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
