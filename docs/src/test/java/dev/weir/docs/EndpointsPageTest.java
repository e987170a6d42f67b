package dev.weir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.endpoints.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointsPageTest {

    private final Page page = Repository.docs("api/README.md");

    @Test
    void everyEndpointHasItsSectionAndNothingElseHas() {
        List<String> sections = page.headings(3).stream()
                .map(Page::plain)
                .filter(heading -> heading.matches("(GET|POST|PUT|PATCH|DELETE) .*"))
                .toList();
        assertThat(sections).containsExactlyInAnyOrderElementsOf(Endpoint.ids());
    }

    @Test
    void theTableOfEndpointsIsWhole() {
        assertThat(page.table("Endpoint").stream().map(row -> Page.plain(row.get(0))))
                .containsExactlyInAnyOrderElementsOf(Endpoint.ids());
    }

    static List<Page> pages() {
        return Repository.pages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyJsonExampleIsJson(Page page) {
        assertThat(page.blocks("json"))
                .allSatisfy(
                        block -> assertThat(new ObjectMapper().readTree(block)).isNotEmpty());
    }
}
