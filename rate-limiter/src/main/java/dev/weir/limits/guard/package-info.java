/**
 * Stands between a request and the limit store: no request waits for the store longer than the deadline, and while it
 * does not answer this node decides from its share.
 */
@NullMarked
package dev.weir.limits.guard;

import org.jspecify.annotations.NullMarked;
