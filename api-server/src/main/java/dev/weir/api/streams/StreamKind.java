package dev.weir.api.streams;

import dev.weir.api.endpoints.Endpoint;

/** Which stream a connection reads. */
enum StreamKind {
    /** What the app's rules find. */
    FILTERED("filtered_stream", Endpoint.SEARCH_STREAM),
    /** One post in a hundred. */
    SAMPLE("sample_stream", Endpoint.SAMPLE_STREAM);

    private final String wireName;
    private final Endpoint endpoint;

    StreamKind(String wireName, Endpoint endpoint) {
        this.wireName = wireName;
        this.endpoint = endpoint;
    }

    String wireName() {
        return wireName;
    }

    Endpoint endpoint() {
        return endpoint;
    }
}
