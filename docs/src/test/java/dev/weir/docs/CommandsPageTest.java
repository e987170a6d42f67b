package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CommandsPageTest {

    private final Page page = Repository.docs("operations/commands.md");

    @Test
    void everyCommandIsDescribedAndNothingElse() {
        Set<String> described = page.table("Command").stream()
                .flatMap(row -> Arrays.stream(Page.plain(row.get(0)).split(" ", -1)))
                .filter(word -> word.matches("[a-z-]+"))
                .collect(Collectors.toSet());
        assertThat(described).containsExactlyInAnyOrderElementsOf(commands());
    }

    @Test
    void everyOptionIsDescribedAndNothingElse() {
        Set<String> options = Repository.inSources("names = (?:\\{[^}]*)?\"(--[a-z-]+)\"");
        assertThat(options).as("the search itself").contains("--json", "--port");

        assertThat(page.table("Option").stream()
                        .map(row -> Page.plain(row.get(0)).split(" ", -1)[0]))
                .containsExactlyInAnyOrderElementsOf(options);
    }

    private static Set<String> commands() {
        Set<String> commands = Repository.inSources("@Command\\(\\s*name = \"([a-z-]+)\"");
        assertThat(commands).as("the search itself").contains("weir", "demo", "keys", "create");
        return commands;
    }
}
