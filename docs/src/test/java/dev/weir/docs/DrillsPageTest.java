package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DrillsPageTest {

    @Test
    void everyDrillIsDescribedAndNothingElse() {
        String drills = Repository.read(Repository.ROOT.resolve("drills/src/main/java/dev/weir/drills/Drills.java"));
        List<String> names = Pattern.compile("ALL\\.put\\(\"([a-z-]+)\"")
                .matcher(drills)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(names).as("the search itself").contains("exact-limit");

        assertThat(Repository.docs("operations/drills.md").table("Drill").stream()
                        .map(row -> Page.plain(row.get(0))))
                .containsExactlyInAnyOrderElementsOf(names);
    }
}
