package dev.weir.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.problems.ProblemMapper;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DropwizardExtensionsSupport.class)
class DocsResourceTest {

    private static final ResourceExtension SERVER = ResourceExtension.builder()
            .setRegisterDefaultExceptionMappers(false)
            .addProvider(new ProblemMapper())
            .addResource(new DocsResource())
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {"/docs", "/docs/", "/docs/errors/usage-capped", "/docs/errors/usage-capped.md", "/docs/api"})
    void pagesNeedNoKey(String address) {
        try (Response answer = get(address, "*/*")) {
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getHeaderString("Content-Type")).isEqualTo("text/plain;charset=utf-8");
            assertThat(answer.getHeaderString("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.readEntity(String.class)).startsWith("# ");
        }
    }

    @Test
    void markdownIsSentAsSuchToWhoeverAsks() {
        try (Response answer = get("/docs/guides/limits", "text/markdown")) {
            assertThat(answer.getHeaderString("Content-Type")).isEqualTo("text/markdown;charset=utf-8");
        }
    }

    @Test
    void noAcceptHeaderTurnsAPageAway() {
        try (Response answer = get("/docs/guides/limits", "application/json")) {
            assertThat(answer.getStatus()).isEqualTo(200);
        }
    }

    @Test
    void textIsUtf8() {
        try (Response answer = get("/docs", "*/*")) {
            byte[] bytes = answer.readEntity(byte[].class);
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(Pages.find("").orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/no-such-page",
                "/docs/..%2fPages.class",
                "/docs/errors/%2e%2e/%2e%2e/Pages.class",
                "/docs/%2fetc%2fpasswd",
                "/docs/errors%00"
            })
    void whatIsNoPageIsAProblem(String address) {
        try (Response answer = get(address, "*/*")) {
            assertThat(answer.getStatus()).isEqualTo(404);
            assertThat(answer.getHeaderString("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.readEntity(String.class)).contains("\"status\":404", "/docs");
        }
    }

    @Test
    void theFirstPageSaysWhatThisIsAndHowToCallIt() {
        try (Response answer = get("/", "*/*")) {
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.readEntity(String.class))
                    .contains("This is Weir")
                    .contains("curl -i -H \"Authorization: Bearer $KEY\" \"http://localhost")
                    .doesNotContain("//2/", "//docs");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/start", "/docs/api", "/docs/guides/limits", "/docs/errors"})
    void theFirstPageLeadsToPagesThatExist(String address) {
        try (Response first = get("/", "*/*");
                Response page = get(address, "*/*")) {
            assertThat(first.readEntity(String.class)).contains(address);
            assertThat(page.getStatus()).isEqualTo(200);
        }
    }

    private static Response get(String address, String accept) {
        Invocation.Builder request = SERVER.target(address).request().header("Accept", accept);
        return request.get();
    }
}
