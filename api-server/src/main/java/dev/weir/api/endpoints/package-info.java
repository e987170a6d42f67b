/** The operations of the data API, what a plan says of each, and the call in progress: what features and gateway share. */
@NullMarked
package dev.weir.api.endpoints;

import org.jspecify.annotations.NullMarked;
