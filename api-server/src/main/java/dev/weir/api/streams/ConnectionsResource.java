package dev.weir.api.streams;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The streams of an app on all gateways: what is open, what has ended in the last day, and ending it. */
@Path("/2/connections")
@Produces(MediaType.APPLICATION_JSON)
public final class ConnectionsResource {

    private static final int MOST = 100;
    private static final int STANDARD = 10;
    private static final String LIST = "connections of app ";
    private static final Set<String> KNOWN =
            Set.of("status", "endpoints", "max_results", "pagination_token", "connection.fields");
    private static final Set<String> STREAMS = Set.of(StreamKind.FILTERED.wireName(), StreamKind.SAMPLE.wireName());
    private static final Set<String> FIELDS =
            Set.of("id", "endpoint_name", "connected_at", "disconnected_at", "disconnect_reason", "client_ip");
    private static final Set<String> STANDARD_FIELDS = Set.of("id", "endpoint_name", "connected_at");

    private final SqlConnections connections;
    private final PageTokens tokens;

    ConnectionsResource(SqlConnections connections, PageTokens tokens) {
        this.connections = connections;
        this.tokens = tokens;
    }

    /** Connections, youngest first. */
    @GET
    @Serves(Endpoint.CONNECTIONS)
    public ConnectionsAnswer.Page list(@Context UriInfo uri, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(uri, KNOWN);
        String status = parameters.choice("status", "active", Set.of("active", "inactive", "all"));
        Set<String> streams = parameters.choices("endpoints", STREAMS);
        Set<String> fields = new LinkedHashSet<>(parameters.choices("connection.fields", FIELDS));
        fields.addAll(STANDARD_FIELDS);
        int size = parameters.number("max_results", 1, MOST, STANDARD);
        long appId = Call.of(request).caller().appId();
        Optional<String> token = parameters.one("pagination_token");
        Optional<long[]> place = token.flatMap(text -> tokens.place(LIST + appId, text));
        if (token.isPresent() && place.isEmpty()) {
            parameters.refuseToken("pagination_token", token.get());
        }
        parameters.check();

        List<SqlConnections.Registered> found = connections.list(
                appId,
                SqlConnections.Status.valueOf(status.toUpperCase(Locale.ROOT)),
                streams,
                place.map(at -> Instant.EPOCH.plus(at[0], ChronoUnit.MICROS)).orElse(null),
                size + 1);
        List<SqlConnections.Registered> page = found.subList(0, Math.min(size, found.size()));
        return new ConnectionsAnswer.Page(
                page.stream()
                        .map(connection -> ConnectionsAnswer.entry(connection, fields))
                        .toList(),
                new ConnectionsAnswer.Meta(
                        page.size(),
                        found.size() > size ? tokens.token(LIST + appId, micros(page.get(size - 1))) : null));
    }

    private static long micros(SqlConnections.Registered connection) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, connection.connectedAt());
    }

    /** Closes some connections of the app. */
    @DELETE
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.CONNECTIONS_CLOSE)
    public ConnectionsAnswer.Closed close(
            @Context UriInfo uri, @Context ContainerRequestContext request, InputStream entity) {
        Parameters.of(uri, Set.of()).check();
        JsonBody body = JsonBody.read(entity, Set.of("uuids"), Set.of());
        List<String> asked = body.texts("uuids");
        if (asked.isEmpty() || asked.size() > MOST) {
            body.refuse("uuids", "The member [uuids] must have 1 to " + MOST + " ids of connections");
        }
        Set<UUID> ids = new LinkedHashSet<>();
        asked.forEach(text -> uuid(text)
                .ifPresentOrElse(
                        ids::add, () -> body.refuse("uuids", "The member [uuids] must hold ids of connections only")));
        body.check();
        return ConnectionsAnswer.Closed.of(
                ids, connections.askToClose(Call.of(request).caller().appId(), ids));
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Closes all connections of the app. */
    @DELETE
    @Path("/all")
    @Serves(Endpoint.CONNECTIONS_CLOSE_ALL)
    public ConnectionsAnswer.Closed closeAll(@Context UriInfo uri, @Context ContainerRequestContext request) {
        Parameters.of(uri, Set.of()).check();
        Set<UUID> found = connections.askToClose(Call.of(request).caller().appId(), Set.of());
        return ConnectionsAnswer.Closed.of(found, found);
    }
}
