/** Bulk exports: all posts that match a query, written by any gateway into parts that any gateway serves. */
@NullMarked
package dev.weir.api.exports;

import org.jspecify.annotations.NullMarked;
