package dev.weir.api.streams;

import dev.weir.api.endpoints.Call;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a request into an open stream: reads what it asks for, and begins the answer. A HEAD request opens none. */
final class StreamOpening {

    private static final int MOST_BACKFILL = 5;
    private static final Set<String> KNOWN = Selection.postParameters("backfill_minutes", "start_time", "end_time");
    private static final Set<String> SELECTING = Selection.postParameters();

    private final Streams streams;
    private final Clock clock;

    StreamOpening(Streams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    Response open(StreamKind kind, UriInfo uri, ContainerRequestContext request, HttpServletRequest servlet) {
        var parameters = Parameters.of(uri, KNOWN);
        Selection selection = Selection.ofPosts(parameters);
        Duration backfill = Duration.ofMinutes(parameters.number("backfill_minutes", 0, MOST_BACKFILL, 0));
        Optional<Instant> start = parameters.time("start_time");
        Optional<Instant> end = parameters.time("end_time");
        Instant now = clock.instant();
        start.filter(time -> time.isBefore(now.minus(Duration.ofMinutes(MOST_BACKFILL))))
                .ifPresent(time -> parameters.refuse(
                        "start_time", time.toString(), "`start_time` must be within the last five minutes, or later"));
        end.filter(time -> !time.isAfter(start.filter(now::isBefore).orElse(now)))
                .ifPresent(time -> parameters.refuse(
                        "end_time", time.toString(), "`end_time` must be after `start_time` and in the future"));
        parameters.check();

        boolean gzip = acceptsGzip(request.getHeaders().getOrDefault(HttpHeaders.ACCEPT_ENCODING, List.of()));
        if (servlet.getMethod().equals(HttpMethod.HEAD)) {
            return head(gzip);
        }
        StreamConnection connection = streams.open(
                Call.of(request),
                kind,
                streams.shared(text(uri), () -> selection),
                start.filter(time -> time.isBefore(now))
                        .map(time -> Duration.between(time, now).plusSeconds(1))
                        .orElse(backfill),
                start,
                end,
                gzip);
        StreamFilter.mark(servlet, connection);
        return head(gzip);
    }

    private static Response head(boolean gzip) {
        Response.ResponseBuilder answer = Response.ok()
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        // Compressed here, a line at a time: the server's own compression would hold lines back to fill its blocks.
        return (gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer).build();
    }

    /** The choice of fields as a text that is the same for equal choices. */
    private static String text(UriInfo uri) {
        return SELECTING.stream()
                .sorted()
                .map(name -> name + "="
                        + uri.getQueryParameters().getOrDefault(name, List.of()).stream()
                                .flatMap(list -> Arrays.stream(list.split(",")))
                                .map(String::strip)
                                .sorted()
                                .distinct()
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining("&"));
    }

    static boolean acceptsGzip(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
                .anyMatch(coding -> coding.equals("gzip") || coding.matches("gzip;q=(1|0?\\.\\d*[1-9]\\d*|1\\.0*)"));
    }
}
