/** Tests of the query language and of what it finds. */
@NullMarked
package dev.weir.api.search;

import org.jspecify.annotations.NullMarked;
