package dev.weir.limits;

/**
 * What a {@link RateLimiter} remembers of a charge so that it can be corrected later: the very windows it went into.
 * Opaque to callers; only the limiter that wrote a receipt can read it.
 */
public interface Receipt {

    /** The receipt of a decision that no limiter took, for tests and fakes. It cannot be settled. */
    Receipt NONE = new Receipt() {
        @Override
        public String toString() {
            return "none";
        }
    };
}
