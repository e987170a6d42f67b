/** Which plan each account is on, and was on before. */
@NullMarked
package dev.weir.billing.subscriptions;

import org.jspecify.annotations.NullMarked;
