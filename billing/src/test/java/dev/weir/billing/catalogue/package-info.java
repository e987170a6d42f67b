/** Tests. */
@NullMarked
package dev.weir.billing.catalogue;

import org.jspecify.annotations.NullMarked;
