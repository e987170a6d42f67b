/** Benchmarks of the limiter beside what else there is: {@code ./drills/bench}. */
@NullMarked
package dev.weir.drills.bench;

import org.jspecify.annotations.NullMarked;
