package dev.weir.api.streams;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Keeps the answer of a stream open after its resource has returned, with all headers as any other answer has them, and
 * hands its socket to the {@link StreamConnection}. From then on no thread belongs to it.
 */
final class StreamFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String ATTRIBUTE = StreamFilter.class.getName();
    static final EnumSet<DispatcherType> DISPATCHES = EnumSet.of(DispatcherType.REQUEST);

    private final transient Streams streams;

    StreamFilter(Streams streams) {
        this.streams = streams;
    }

    /** Marks a request whose answer is to become this stream. */
    static void mark(HttpServletRequest request, StreamConnection connection) {
        request.setAttribute(ATTRIBUTE, connection);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean begun = false;
        try {
            chain.doFilter(request, new OpenEnded(request, response));
            if (request.getAttribute(ATTRIBUTE) instanceof StreamConnection connection
                    && response.getStatus() == HttpServletResponse.SC_OK) {
                begin(request, response, connection);
                begun = true;
            }
        } finally {
            if (!begun && request.getAttribute(ATTRIBUTE) instanceof StreamConnection connection) {
                connection.abandon();
            }
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, StreamConnection connection)
            throws IOException {
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        boolean chunked = request.getProtocol().equals("HTTP/1.1");
        if (chunked) {
            // The server would decide by itself, and not for a client that closes the connection after this answer.
            response.setHeader("Transfer-Encoding", "chunked");
        }
        response.flushBuffer();
        var socket = ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        connection.begin(context, new SocketOutput(socket, chunked));
        streams.serve(connection);
    }

    /** An answer of unknown length, once it is to become a stream. */
    private static final class OpenEnded extends HttpServletResponseWrapper {

        private final HttpServletRequest request;

        OpenEnded(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        private boolean isStream() {
            return request.getAttribute(ATTRIBUTE) != null;
        }

        @Override
        public void setContentLength(int length) {
            if (!isStream()) {
                super.setContentLength(length);
            }
        }

        @Override
        public void setContentLengthLong(long length) {
            if (!isStream()) {
                super.setContentLengthLong(length);
            }
        }
    }
}
