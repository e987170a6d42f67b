package dev.weir.limits;

/**
 * Hears what the limiter does, for histograms and alarms. Called on the request's thread, or on the one that brings an
 * answer of the store, which may be the store's own: implementations return at once, wait for nothing and do not throw. Every method may be called by many threads at a time.
 */
public interface LimiterObserver {

    /** How a call to the limit store ended. */
    enum StoreCall {
        /** Answered in time. */
        ANSWERED,
        /** Not answered by the deadline; it may still be executed. */
        TIMED_OUT,
        /** The store failed, or could not be asked. */
        FAILED
    }

    /** Hears nothing. */
    LimiterObserver SILENT = new LimiterObserver() {};

    /** A decision was taken. */
    default void decided(Decision decision) {}

    /** A call to the limit store ended after that many nanoseconds. */
    default void storeCalled(long nanos, StoreCall outcome) {}

    /** What the store had kept for a home is gone although its time was not over: a wiped map, or all replicas lost. */
    default void vanished(String home, String limit) {}

    /** The entry of a home could not be read and was started anew. */
    default void quarantined(String home, String reason) {}
}
