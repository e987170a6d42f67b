package dev.weir.api.docs;

import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/**
 * Serves a first page at {@code /} and the documentation at {@code /docs}, to everybody, without a key.
 *
 * <p>Pages are sent as plain text, which every browser and terminal shows; whoever asks for {@code text/markdown} gets
 * the same bytes under that name.
 */
@Path("/")
public final class DocsResource {

    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String MARKDOWN = "text/markdown";
    /** What the HTTP server says by itself when it compresses, and what we add. */
    private static final String VARY = "Accept-Encoding, Accept";

    /** Says what this server is and where to go. */
    @GET
    public Response landing(@Context UriInfo uri) {
        return answer(PLAIN, Landing.page(uri.getBaseUri()));
    }

    /** The index of the documentation. */
    @GET
    @Path("docs")
    public Response index(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        return page("", accept);
    }

    /** One page of the documentation. */
    @GET
    @Path("docs/{address: .*}")
    public Response page(
            @PathParam("address") String address, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        String text = Pages.find(address)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(404, "Not Found", "There is no such page. The index of the documentation is /docs.")
                                .with("docs", "/docs")));
        boolean markdown = accept != null && accept.contains(MARKDOWN);
        return answer(markdown ? MARKDOWN + "; charset=utf-8" : PLAIN, text);
    }

    private static Response answer(String type, String text) {
        return Response.ok(text)
                .type(type)
                .header(HttpHeaders.VARY, VARY)
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
