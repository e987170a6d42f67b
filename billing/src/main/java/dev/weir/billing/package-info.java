/** Plans, subscriptions and the usage ledger: what an account may use, and what it used. */
@NullMarked
package dev.weir.billing;

import org.jspecify.annotations.NullMarked;
