/** Keeps a store that does not answer from being asked by everyone: one class for each state. */
@NullMarked
package dev.weir.limits.breaker;

import org.jspecify.annotations.NullMarked;
