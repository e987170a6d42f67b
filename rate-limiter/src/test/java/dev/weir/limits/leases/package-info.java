/** Tests. */
@NullMarked
package dev.weir.limits.leases;

import org.jspecify.annotations.NullMarked;
