package dev.weir.api.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What cannot be taken of a post or user that comes in all the same. */
final class Flaws {

    private final List<String> told = new ArrayList<>();

    /** Reads a part. */
    interface Part<T> {
        Optional<T> read() throws BadEntryException;
    }

    /** The part; empty if there is none, and if it cannot be taken, which is noted. */
    <T> Optional<T> take(Part<T> part) {
        try {
            return part.read();
        } catch (BadEntryException e) {
            add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void add(String message) {
        told.add(message);
    }

    /** What was noted, in order. */
    List<String> told() {
        return List.copyOf(told);
    }
}
