package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.problems.ProblemType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each page of {@code docs/errors} begins with a table that says which problem it is about. */
class ErrorPagesTest {

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Stream<Page> errorPages() {
        return Repository.pages("errors").stream().filter(page -> !page.file().endsWith("README.md"));
    }

    @ParameterizedTest
    @EnumSource
    void everyProblemTypeHasItsPage(ProblemType type) {
        assertThat(errorPages().map(page -> row(page, "Type")))
                .as("pages with the row 'Type'")
                .contains(type.uri());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BLANK")
    void aTypesPageIsNamedAsItsUriEnds(ProblemType type) {
        String name = type.uri().substring(type.uri().lastIndexOf('/') + 1);
        assertThat(row(Repository.docs("errors/" + name + ".md"), "Type")).isEqualTo(type.uri());
    }

    @Test
    void everyStatusThatTheSourcesAnswerHasAPage() {
        Set<String> answered = new TreeSet<>(Repository.inSources("Problem\\s*\\.of\\(\\s*(\\d{3}),"));
        // Statuses that the HTTP server or the framework refuse by themselves stand in maps of advice.
        answered.addAll(Repository.inSources("(?m)^\\s+(4\\d\\d), \""));
        assertThat(answered).as("the search itself").contains("401", "404", "405", "429", "500", "503");

        Set<String> described = errorPages()
                .flatMap(page -> Stream.of(row(page, "Status").split(", ")))
                .collect(Collectors.toSet());
        assertThat(described).containsAll(answered);
    }

    @Test
    void everyAddressOfAPageInTheSourcesExists() {
        Set<String> addresses = new TreeSet<>();
        Repository.productionSources()
                .lines()
                .filter(line -> !line.strip().startsWith("*") && !line.strip().startsWith("/"))
                .forEach(line -> addresses.addAll(addresses(line)));
        assertThat(addresses)
                .as("the search itself")
                .contains("/docs/errors/usage-capped", "/docs/errors/client-forbidden");

        assertThat(addresses).allSatisfy(address -> assertThat(page(address)).exists());
    }

    @ParameterizedTest
    @MethodSource("errorPages")
    void aPageSaysWhatHappenedAndShowsACallThatFailsAndOneThatWorks(Page page) {
        assertThat(page.headings(1)).as("titles of %s", page).hasSize(1);
        assertThat(page.headings(2))
                .as("sections of %s", page)
                .containsSubsequence("What happened", "How to fix it", "A call that fails");
        assertThat(page.text()).as("examples of %s", page).contains("curl ");
    }

    @Test
    void theIndexListsThemAll() {
        List<String> links = Repository.docs("errors/README.md").links();
        assertThat(links)
                .containsAll(errorPages()
                        .map(page -> page.file().getFileName().toString())
                        .toList());
    }

    /** Where a line puts an address together, the texts after its beginning are its possible ends. */
    private static Set<String> addresses(String line) {
        List<String> literals = LITERAL.matcher(line)
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
        Set<String> addresses = new TreeSet<>();
        for (int i = 0; i < literals.size(); i++) {
            Pattern.compile("/docs(/[a-z0-9-]+)*/?")
                    .matcher(literals.get(i))
                    .results()
                    .map(MatchResult::group)
                    .forEach(addresses::add);
            if (literals.get(i).matches("/docs/([a-z0-9-]+/)*")) {
                String beginning = literals.get(i);
                addresses.remove(beginning);
                literals.subList(i + 1, literals.size()).forEach(end -> addresses.add(beginning + end));
            }
        }
        return addresses;
    }

    private static Path page(String address) {
        Path path = Repository.ROOT.resolve(address.substring(1));
        return Files.isDirectory(path) ? path.resolve("README.md") : Path.of(path + ".md");
    }

    private static String row(Page page, String name) {
        return page.table("").stream()
                .filter(cells -> cells.get(0).equals(name))
                .map(cells -> cells.get(1).replace("`", ""))
                .findFirst()
                .orElseThrow(() -> new AssertionError(page + " has no row '" + name + "' in its first table"));
    }
}
