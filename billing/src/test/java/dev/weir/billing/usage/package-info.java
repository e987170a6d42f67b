/** Tests. */
@NullMarked
package dev.weir.billing.usage;

import org.jspecify.annotations.NullMarked;
