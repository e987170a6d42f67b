package dev.weir.drills.limiter;

import java.util.Optional;

/** Something that goes wrong, and how it ends. */
interface Fault {

    /** Does it, and lets it last. Returns when it has ended, or when nobody will end it. */
    void happen(NodeFleet fleet) throws Exception;

    /** Sides that the store is split into meanwhile. */
    default int sides() {
        return 1;
    }

    /** Whether it has ended when {@link #happen} returns; otherwise the store must get over it as it is. */
    default boolean ends() {
        return true;
    }

    /** The alarm that the limiter must raise, if any. */
    default Optional<Event.Kind> alarm() {
        return Optional.empty();
    }
}
