/** Drills and measurements of the rate limiter alone: its nodes as processes, without HTTP or a database. */
@NullMarked
package dev.weir.drills.limiter;

import org.jspecify.annotations.NullMarked;
