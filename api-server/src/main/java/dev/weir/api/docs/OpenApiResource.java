package dev.weir.api.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Serves the contract of the data API, the OpenAPI document {@code docs/api/openapi.yaml}, as JSON, to everybody, without
 * a key. It is made once, from the class path, so it is there when everything else is away.
 */
@Path("/2/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {

    private final byte[] document;

    /** Reads the document; a malformed one ends the start of the server. */
    public OpenApiResource() {
        try (InputStream yaml = OpenApiResource.class.getResourceAsStream("pages/api/openapi.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("the build did not pack docs/api/openapi.yaml");
            }
            document = new ObjectMapper().writeValueAsBytes(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("docs/api/openapi.yaml cannot be read", e);
        }
    }

    /** The document. */
    @GET
    public Response document() {
        return Response.ok(document.clone())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                // Of bytes, Jersey tells a HEAD request nothing but 0.
                .header(HttpHeaders.CONTENT_LENGTH, document.length)
                .build();
    }
}
