/** Tests. */
@NullMarked
package dev.weir.billing.subscriptions;

import org.jspecify.annotations.NullMarked;
