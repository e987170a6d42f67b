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

/** One post in a hundred, as they are written. */
@Path("/2/tweets/sample/stream")
@Produces(MediaType.APPLICATION_JSON)
public final class SampleStreamResource {

    private final StreamOpening opening;

    SampleStreamResource(StreamOpening opening) {
        this.opening = opening;
    }

    /** Opens the stream. */
    @GET
    @Serves(Endpoint.SAMPLE_STREAM)
    public Response stream(
            @Context UriInfo uri, @Context ContainerRequestContext request, @Context HttpServletRequest servlet) {
        return opening.open(StreamKind.SAMPLE, uri, request, servlet);
    }
}
