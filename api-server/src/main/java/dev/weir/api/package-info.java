/** The wiring of the server: configuration and the order in which the features are put together, nothing else. */
@NullMarked
package dev.weir.api;

import org.jspecify.annotations.NullMarked;
