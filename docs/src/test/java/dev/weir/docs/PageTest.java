package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

    @TempDir
    Path folder;

    @Test
    void headingsAreNamedAsGitHubNamesThem() throws IOException {
        assertThat(page("# A `key`, its use\n## Again\n## Again\n### GET /2/tweets/{id}\n")
                        .anchors())
                .containsExactly("a-key-its-use", "again", "again-1", "get-2tweetsid");
    }

    @Test
    void linksAndHeadingsInCodeAreNone() throws IOException {
        Page page = page("[a](b.md) `[c](d)` [two\nlines](f.md)\n```\n# no\n[e](f)\n```\n");
        assertThat(page.links()).containsExactly("b.md", "f.md");
        assertThat(page.anchors()).isEmpty();
    }

    @Test
    void aTableIsFoundByItsFirstColumn() throws IOException {
        Page page = page("| Key | D |\n|---|---|\n| `a` | `x\\|y` |\n\n| Other | D |\n|---|---|\n| `b` | 2 |\n");
        assertThat(page.table("Key")).containsExactly(List.of("`a`", "`x|y`"));
    }

    private Page page(String text) throws IOException {
        return Page.read(Files.writeString(folder.resolve("page.md"), text));
    }
}
