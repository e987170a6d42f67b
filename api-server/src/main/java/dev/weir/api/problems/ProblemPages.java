package dev.weir.api.problems;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.operations.RequestIds;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the HTTP server refuses before any resource sees it (a malformed request line, a header too large), in
 * the same shape as every other refusal: no caller ever gets HTML.
 */
public final class ProblemPages extends ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemPages.class);

    private static final Map<Integer, String> ADVICE = Map.of(
            400, "The request could not be read: its line, path or headers are malformed.",
            405, "This address does not know that method; methods are written in capitals.",
            417, "The header 'Expect' can only be '100-continue'.",
            426, "HTTP/2 is not spoken here without encryption: send HTTP/1.1.",
            505, "This version of HTTP is not spoken here: send HTTP/1.1.",
            414, "The address is too long.",
            431, "The headers are too large: send less than 8 KiB.");

    private final ObjectMapper json;

    public ProblemPages(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        int status = response.getStatus();
        Problem problem = Problem.of(
                status, HttpStatus.getMessage(status), ADVICE.getOrDefault(status, HttpStatus.getMessage(status)));
        String given = response.getHeaders().get(RequestIds.HEADER);
        String requestId = given == null ? UUID.randomUUID().toString() : given;
        byte[] body = json.writeValueAsBytes(problem.with("request_id", requestId));
        // What the HTTP server cannot make sense of is the caller's, even under the number 505.
        if (status >= 500
                && request.getAttribute(ERROR_EXCEPTION) instanceof Throwable fault
                && !(fault instanceof HttpException)) {
            LOG.error("a request failed outside every resource", fault);
        }
        response.getHeaders().put(RequestIds.HEADER, requestId);
        if (given == null) {
            // What was refused before it got an id may have left the connection in disorder; the server closes it.
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemMapper.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
