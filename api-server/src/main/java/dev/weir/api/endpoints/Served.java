package dev.weir.api.endpoints;

/** An answer that knows what it costs. Implemented by the entities of the data API. */
public interface Served {
    /** Posts handed out in {@code data}; those in {@code includes} are free. */
    long posts();
}
