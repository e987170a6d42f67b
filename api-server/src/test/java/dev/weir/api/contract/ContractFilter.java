package dev.weir.api.contract;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows a {@link Contract} every answer that a server gives, before it is compressed. Goes around all other filters.
 * Answers that are left to the HTTP server by {@code sendError} are written behind all filters; of them it sees nothing.
 * Of a stream it sees the head: whoever reads it shows its lines, see {@link Contract#observeLines}.
 */
public final class ContractFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** The header of an answer that passed here; tells which one it is. */
    public static final String EXCHANGE = "x-contract-exchange";

    private final transient Contract contract;
    private final AtomicLong exchanges = new AtomicLong();

    /** @param contract what to hold the answers to */
    public ContractFilter(Contract contract) {
        this.contract = contract;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String exchange = Long.toString(exchanges.incrementAndGet());
        response.setHeader(EXCHANGE, exchange);
        Recorded recorded = new Recorded(response);
        try {
            chain.doFilter(request, recorded);
            observe(exchange, request, recorded);
        } finally {
            contract.close(exchange);
        }
    }

    private void observe(String exchange, HttpServletRequest request, Recorded answer) {
        if (answer.isLeftToTheServer) {
            return;
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.getHeaderNames().forEach(name -> headers.put(name, List.copyOf(answer.getHeaders(name))));
        headers.remove(EXCHANGE);
        if (answer.getContentType() != null) {
            headers.put("Content-Type", List.of(answer.getContentType()));
        }
        String query = request.getQueryString();
        Exchange seen = Exchange.of(
                request.getMethod(),
                request.getRequestURI(),
                query == null ? "" : query,
                answer.getStatus(),
                headers,
                answer.bytes.toByteArray());
        contract.observe(seen);
        if (request.isAsyncStarted()) {
            contract.begun(exchange, seen);
        }
    }

    /** An answer that keeps what is written to it. */
    private static final class Recorded extends HttpServletResponseWrapper {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private boolean isLeftToTheServer;

        private Recorded(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) throws IOException {
            isLeftToTheServer = true;
            super.sendError(status);
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            isLeftToTheServer = true;
            super.sendError(status, message);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            ServletOutputStream out = super.getOutputStream();
            return new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return out.isReady();
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    out.setWriteListener(listener);
                }

                @Override
                public void write(int octet) throws IOException {
                    out.write(octet);
                    bytes.write(octet);
                }

                @Override
                public void write(byte[] buffer, int offset, int length) throws IOException {
                    out.write(buffer, offset, length);
                    bytes.write(buffer, offset, length);
                }

                @Override
                public void flush() throws IOException {
                    out.flush();
                }

                @Override
                public void close() throws IOException {
                    out.close();
                }
            };
        }
    }
}
