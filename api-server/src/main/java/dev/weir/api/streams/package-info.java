/** Streams: posts as they are written, filtered by an app's rules or sampled, to every connection once and in order. */
@NullMarked
package dev.weir.api.streams;

import org.jspecify.annotations.NullMarked;
