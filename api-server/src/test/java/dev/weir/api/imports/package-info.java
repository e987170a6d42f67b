/** Tests of the imports: good and bad lines, repeated, interrupted and strict, on a real PostgreSQL. */
@NullMarked
package dev.weir.api.imports;

import org.jspecify.annotations.NullMarked;
