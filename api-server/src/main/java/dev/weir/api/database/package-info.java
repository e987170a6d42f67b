/** PostgreSQL as the server sees it: there, or away. */
@NullMarked
package dev.weir.api.database;

import org.jspecify.annotations.NullMarked;
