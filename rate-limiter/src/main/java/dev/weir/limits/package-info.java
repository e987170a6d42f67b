/**
 * Decides whether a request may pass, for all of its limits at once and across all nodes.
 *
 * <p>The library knows no HTTP, no SQL and no plans. Callers describe {@link dev.weir.limits.Limit limits}, name who
 * holds them and what a request costs, and get one {@link dev.weir.limits.Decision}.
 */
@NullMarked
package dev.weir.limits;

import org.jspecify.annotations.NullMarked;
