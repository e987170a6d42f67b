/**
 * The limit store as a Hazelcast map: one entry for each home, visited by its owner. Public is only what a member of a
 * separate cluster must be told: {@link dev.weir.limits.cluster.LimitsSerialization}.
 */
@NullMarked
package dev.weir.limits.cluster;

import org.jspecify.annotations.NullMarked;
