package dev.weir.api.endpoints;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A read that is answered without Jersey where the request is a plain one. Jersey serves the same endpoint, and whatever
 * is not answered here. Thread-safe.
 */
public interface DirectRead {

    /** The endpoint that is read. */
    Endpoint endpoint();

    /** Whether this is an address of it, as it was sent. */
    boolean takes(String path);

    /**
     * The answer that Jersey would give with status 200 and no more headers than every answer has; empty, or an exception,
     * if it would give another one.
     *
     * @param path one that it {@linkplain #takes takes}
     * @param query the decoded parameters
     */
    Optional<Served> answer(String path, Map<String, List<String>> query);
}
