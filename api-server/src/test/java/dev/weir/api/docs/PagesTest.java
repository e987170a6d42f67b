package dev.weir.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    @ParameterizedTest
    @ValueSource(strings = {"errors/usage-capped", "errors/usage-capped.md", "errors/usage-capped/"})
    void aPageIsFoundWithAndWithoutItsSuffix(String address) {
        assertThat(Pages.find(address))
                .hasValueSatisfying(page -> assertThat(page).startsWith("# "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "api/", "api/README", "api/README.md"})
    void aFolderIsItsReadme(String address) {
        assertThat(Pages.find(address)).isEqualTo(Pages.find("api/README")).isPresent();
    }

    @Test
    void nothingAskedForIsTheIndex() {
        assertThat(Pages.find("")).isEqualTo(Pages.find("README.md")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "errors/no-such-page",
                "..",
                "../Pages.class",
                "errors/../README",
                "errors/../../DocsResource.class",
                "/README",
                "//README",
                "/etc/passwd",
                "errors\\README",
                "errors/%2e%2e/README",
                "README.md.md",
                "README\0",
                ".md",
                "/",
                "errors//usage-capped",
                "file:README",
                "src/test/java/dev/weir/docs/package-info.java"
            })
    void anythingElseIsNotFound(String address) {
        assertThat(Pages.find(address)).isEmpty();
    }

    @Test
    void anAddressOfAnyLengthIsHarmless() {
        assertThat(Pages.find("a/".repeat(100_000))).isEmpty();
    }
}
