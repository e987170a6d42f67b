/**
 * What one node holds of the limits: tokens leased from the store ahead of need, which decide without asking it, and its
 * fair share of what is left when the store does not answer.
 */
@NullMarked
package dev.weir.limits.leases;

import org.jspecify.annotations.NullMarked;
