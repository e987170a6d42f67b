package dev.weir.api.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.DirectRead;
import dev.weir.api.endpoints.Served;
import dev.weir.api.operations.RequestMetrics;
import dev.weir.limits.Decision;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Passage} of plain reads past Jersey, which takes most of the time of an answer from memory.
 *
 * <p>Only what ends well ends here. Everything else goes on to Jersey with what was found on the way, the decision of its
 * limits or what it failed with: nothing is decided or tried twice, and there is one place where problems are told.
 */
final class DirectReads extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String JSON = "application/json";

    private final transient List<DirectRead> reads;
    private final transient Passage passage;
    private final transient ObjectMapper json;
    private final transient RequestMetrics metrics;
    private final transient LongSupplier nanoTime;

    DirectReads(
            List<DirectRead> reads, Passage passage, ObjectMapper json, RequestMetrics metrics, LongSupplier nanoTime) {
        this.reads = List.copyOf(reads);
        this.passage = passage;
        this.json = json;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        DirectRead read = read(request);
        Map<String, List<String>> query = read == null ? null : PlainQuery.parse(request.getQueryString());
        if (read == null || query == null || !isServed(read, query, request, response)) {
            chain.doFilter(request, response);
        }
    }

    private @Nullable DirectRead read(HttpServletRequest request) {
        if (request.getMethod().equals("GET") && takesJson(request.getHeader("Accept"))) {
            for (DirectRead read : reads) {
                if (read.takes(request.getRequestURI())) {
                    return read;
                }
            }
        }
        return null;
    }

    private static boolean takesJson(@Nullable String accept) {
        return accept == null || accept.equals("*/*") || accept.equals(JSON);
    }

    private boolean isServed(
            DirectRead read, Map<String, List<String>> query, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long started = nanoTime.getAsLong();
        Optional<Found> found;
        try {
            found = find(read, query, request);
        } catch (RuntimeException failure) {
            request.setAttribute(Gateway.FAILURE, failure);
            return false;
        }
        if (found.isPresent()) {
            end(found.get(), response);
            metrics.served(read.endpoint(), HttpServletResponse.SC_OK, started);
        }
        return found.isPresent();
    }

    /** An answer that only has to be sent. */
    private static final class Found {
        private final Call call;
        private final Optional<Decision> decided;
        private final long posts;
        private final byte[] bytes;

        private Found(Call call, Optional<Decision> decided, long posts, byte[] bytes) {
            this.call = call;
            this.decided = decided;
            this.posts = posts;
            this.bytes = bytes;
        }
    }

    private Optional<Found> find(DirectRead read, Map<String, List<String>> query, HttpServletRequest request) {
        Call call = passage.call(read.endpoint(), Collections.list(request.getHeaders("Authorization")), query);
        call.attachTo(request);
        Optional<Decision> decided = passage.decide(call, query);
        decided.ifPresent(decision -> {
            request.setAttribute(Gateway.DECISION, decision);
            passage.heed(call, decision);
        });
        Served answer = read.answer(request.getRequestURI(), query).orElse(null);
        return answer == null ? Optional.empty() : Optional.of(new Found(call, decided, answer.posts(), bytes(answer)));
    }

    private byte[] bytes(Served answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void end(Found found, HttpServletResponse response) throws IOException {
        passage.end(found.call, found.decided, HttpServletResponse.SC_OK, found.posts)
                .forEach(response::setHeader);
        response.setContentType(JSON);
        response.setContentLength(found.bytes.length);
        response.getOutputStream().write(found.bytes);
    }
}
