package dev.weir.api.streams;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Posts that the rules of the app find, as they are written. */
@Path("/2/tweets/search/stream")
@Produces(MediaType.APPLICATION_JSON)
public final class FilteredStreamResource {

    private final StreamOpening opening;

    FilteredStreamResource(StreamOpening opening) {
        this.opening = opening;
    }

    /** Opens the stream. */
    @GET
    @Serves(Endpoint.SEARCH_STREAM)
    public Response stream(
            @Context UriInfo uri, @Context ContainerRequestContext request, @Context HttpServletRequest servlet) {
        return opening.open(StreamKind.FILTERED, uri, request, servlet);
    }
}
