package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LimitsPageTest {

    @Test
    void everyHeaderOfALimitIsExplainedAndNothingElse() {
        Set<String> sent = new TreeSet<>(Repository.inSources(
                "static final String [A-Z]+ = \"((?:x-rate-limit|RateLimit|weir-degraded)[A-Za-z-]*)\""));
        sent.addAll(Repository.inSources("\"(Retry-After)\""));
        sent.addAll(Repository.inSources("String HEADER = \"(x-request-id)\""));
        assertThat(sent).as("the search itself").hasSizeGreaterThanOrEqualTo(8);

        assertThat(Repository.docs("guides/limits.md").table("Header").stream().map(row -> Page.plain(row.get(0))))
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void everyMemberOfAViolatedLimitIsExplained() {
        Set<String> members = Repository.inSources("entry\\.put\\(\"([a-z_]+)\"");
        assertThat(members).as("the search itself").contains("name", "remaining", "resets_at");

        assertThat(Repository.docs("guides/limits.md").codes()).containsAll(members);
    }
}
