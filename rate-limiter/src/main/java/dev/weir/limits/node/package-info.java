/** Starts a node's rate limiter: the only place that makes clocks, threads and connections. */
@NullMarked
package dev.weir.limits.node;

import org.jspecify.annotations.NullMarked;
