/** The catalogue: every plan, what it allows of each endpoint, and what each endpoint costs. */
@NullMarked
package dev.weir.billing.catalogue;

import org.jspecify.annotations.NullMarked;
