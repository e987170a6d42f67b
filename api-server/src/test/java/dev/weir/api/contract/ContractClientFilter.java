package dev.weir.api.contract;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;

/** Shows a {@link Contract} every answer that a Jersey client gets; one that breaks it ends the call. */
public final class ContractClientFilter implements ClientResponseFilter {

    private final Contract contract;

    /** @param contract what to hold the answers to */
    public ContractClientFilter(Contract contract) {
        this.contract = contract;
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) throws IOException {
        byte[] body = new byte[0];
        if (response.hasEntity()) {
            body = response.getEntityStream().readAllBytes();
            response.setEntityStream(new ByteArrayInputStream(body));
        }
        URI uri = request.getUri();
        String query = uri.getRawQuery();
        contract.observe(Exchange.of(
                request.getMethod(),
                uri.getRawPath(),
                query == null ? "" : query,
                response.getStatus(),
                response.getHeaders(),
                body));
        contract.assertKept();
    }
}
