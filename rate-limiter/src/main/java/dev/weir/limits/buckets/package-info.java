/**
 * The tokens of one home: how they are charged, given back, carried over and written down. Knows no network and no
 * clock; every function takes the time.
 */
@NullMarked
package dev.weir.limits.buckets;

import org.jspecify.annotations.NullMarked;
