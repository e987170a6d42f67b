package dev.weir.api.problems;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Says {@code Connection: close} on a refusal that does not wait for the request's body. The HTTP server closes such a
 * connection, as it should; a client that is not told sends its next request there, and that one fails.
 */
final class UnreadBodies extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean body = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        chain.doFilter(request, body ? new Answer(request, response) : response);
    }

    private static final class Answer extends HttpServletResponseWrapper {

        private final HttpServletRequest request;

        private Answer(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public void setStatus(int status) {
            super.setStatus(status);
            if (status >= 400 && !hasCome()) {
                setHeader("Connection", "close");
            }
        }

        /** Whether all of the body is here, or was read; never waits. Who waits for a 100 has sent nothing yet. */
        private boolean hasCome() {
            return request.getHeader("Expect") == null
                    && ServletContextRequest.getServletContextRequest(request)
                            .getHttpInput()
                            .consumeAvailable();
        }
    }
}
