package dev.weir.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DropwizardExtensionsSupport.class)
class OpenApiResourceTest {

    private static final ResourceExtension SERVER =
            ResourceExtension.builder().addResource(new OpenApiResource()).build();

    @Test
    void theDocumentNeedsNoKeyAndIsTheOneInTheRepository() throws Exception {
        try (Response answer = SERVER.target("/2/openapi.json").request().get()) {
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getHeaderString("Content-Type")).isEqualTo("application/json");
            JsonNode document = new ObjectMapper().readTree(answer.readEntity(String.class));
            assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
            assertThat(document.at("/paths/~12~1tweets~1{id}/get/operationId").asText())
                    .isEqualTo("findPostById");
        }
    }
}
