package dev.weir.api.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.DirectRead;
import dev.weir.api.endpoints.Served;
import dev.weir.api.operations.RequestMetrics;
import dev.weir.api.problems.ProblemException;
import dev.weir.limits.Decision;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link Passage} of plain reads past Jersey, which takes most of the time of an answer from memory.
 *
 * <p>Only what ends well ends here. Everything else goes on to Jersey as if it had not been looked at, but for the decision
 * of its limits: that is taken once, and Jersey finds it on the request. So there is one place where problems are told.
 */
final class DirectReads extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(DirectReads.class);

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
        Map<String, List<String>> query = PlainQuery.parse(request.getQueryString());
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
        try {
            List<String> authorization = Collections.list(request.getHeaders("Authorization"));
            Call call = passage.call(read.endpoint(), authorization, query);
            Optional<Decision> decided = passage.decide(call, query);
            decided.ifPresent(decision -> {
                request.setAttribute(Gateway.DECISION, decision);
                passage.heed(call, decision);
            });
            Optional<Served> answer = read.answer(request.getRequestURI(), query);
            if (answer.isEmpty()) {
                return false;
            }
            byte[] bytes = json.writeValueAsBytes(answer.get());
            passage.end(call, decided, HttpServletResponse.SC_OK, answer.get().posts())
                    .forEach(response::setHeader);
            metrics.served(read.endpoint(), HttpServletResponse.SC_OK, started);
            write(bytes, response);
            return true;
        } catch (ProblemException problem) {
            return false;
        } catch (JsonProcessingException | RuntimeException failure) {
            LOG.debug("{} goes on to Jersey", request.getRequestURI(), failure);
            return false;
        }
    }

    private static void write(byte[] bytes, HttpServletResponse response) throws IOException {
        response.setContentType(JSON);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
