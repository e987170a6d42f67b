/** The way of a request: authenticate, resolve the policy, limit, serve, settle and meter, answer. */
@NullMarked
package dev.weir.api.gateway;

import org.jspecify.annotations.NullMarked;
