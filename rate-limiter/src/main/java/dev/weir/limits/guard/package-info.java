/**
 * Calls to the limit store that cannot hurt whoever makes them: bounded in time and number, stopped by a breaker, counted.
 */
@NullMarked
package dev.weir.limits.guard;

import org.jspecify.annotations.NullMarked;
