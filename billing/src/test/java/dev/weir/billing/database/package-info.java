/** Real PostgreSQL for tests. */
@NullMarked
package dev.weir.billing.database;

import org.jspecify.annotations.NullMarked;
