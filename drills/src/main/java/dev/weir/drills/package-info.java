/** Benchmarks, load and chaos drills over real processes; never shipped. */
@NullMarked
package dev.weir.drills;

import org.jspecify.annotations.NullMarked;
