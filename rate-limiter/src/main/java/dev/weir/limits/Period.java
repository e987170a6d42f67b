package dev.weir.limits;

import java.time.Instant;

/**
 * One billing period of a quota.
 *
 * @param id names the period among all periods of its holder, for example {@code 2026-11}: 1 to 64 characters
 * @param ends the first instant that no longer belongs to it
 */
public record Period(String id, Instant ends) {

    private static final int LONGEST_ID = 64;

    public Period {
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "a period's id has 1 to " + LONGEST_ID + " characters, this one has " + id.length());
        }
    }
}
