/** What was used: counted on each node without waiting, kept in PostgreSQL so that writing it twice changes nothing. */
@NullMarked
package dev.weir.billing.usage;

import org.jspecify.annotations.NullMarked;
