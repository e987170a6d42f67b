package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {

    static Stream<Page> pages() {
        return Repository.pages().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRelativeLinkLeadsSomewhere(Page page) {
        List<String> broken = new ArrayList<>();
        for (String link : page.links()) {
            if (!link.matches("[a-z]+:.*") && !resolves(page, link)) {
                broken.add(link);
            }
        }
        assertThat(broken).as("links of %s that lead nowhere", page).isEmpty();
    }

    @Test
    void everyPageOfTheDocumentationIsInTheIndex() {
        Page index = Repository.docs("README.md");
        List<String> listed = index.links().stream()
                .filter(link -> !link.contains(":"))
                .map(link -> index.file()
                        .resolveSibling(link.replaceFirst("#.*", ""))
                        .normalize()
                        .toString())
                .toList();
        List<String> missing = Repository.pages("").stream()
                .map(page -> page.file().toString())
                .filter(file -> !file.equals(index.file().toString()))
                // Errors are listed on their own index.
                .filter(file -> !file.contains("/errors/") || file.endsWith("/errors/README.md"))
                .filter(file -> !listed.contains(file))
                .toList();
        assertThat(missing).as("pages that docs/README.md does not link").isEmpty();
    }

    private static boolean resolves(Page page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        if (path.startsWith("/")) {
            return false;
        }
        Path target =
                path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (!target.startsWith(Repository.ROOT) || !Files.exists(target)) {
            return false;
        }
        return hash < 0 || Page.read(target).anchors().contains(link.substring(hash + 1));
    }
}
