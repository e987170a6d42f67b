package dev.weir.limits;

import java.time.Instant;

/**
 * One billing period of a quota.
 *
 * @param id names the period among all periods of its holder, for example {@code 2026-11}
 * @param ends the first instant that no longer belongs to it
 */
public record Period(String id, Instant ends) {}
