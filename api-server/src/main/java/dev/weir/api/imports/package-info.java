/** Imports: users and posts read from NDJSON files into the microblog, repeatably. */
@NullMarked
package dev.weir.api.imports;

import org.jspecify.annotations.NullMarked;
