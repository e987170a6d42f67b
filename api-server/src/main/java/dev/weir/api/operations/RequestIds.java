package dev.weir.api.operations;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Gives every request an id, in the answer's {@code x-request-id} and in every log line that it causes. A caller's own
 * id is kept when it is harmless; anything else is replaced, so that no caller can write into our logs.
 */
public final class RequestIds extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Where log lines and problems find the id of the request in progress. */
    public static final String MDC_KEY = "request_id";

    /** The header that tells it to the caller. */
    public static final String HEADER = "x-request-id";

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9-]{8,64}");

    private final transient Supplier<String> ids;

    /** @param ids makes a new id for each call, matching {@code [A-Za-z0-9-]{8,64}} */
    public RequestIds(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String sent = request.getHeader(HEADER);
        String id = sent != null && HARMLESS.matcher(sent).matches() ? sent : ids.get();
        response.setHeader(HEADER, id);
        MDC.put(MDC_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(MDC_KEY);
        }
    }
}
