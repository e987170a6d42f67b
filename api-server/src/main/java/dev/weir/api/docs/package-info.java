/** The documentation as the server hands it out: plain Markdown at {@code /docs}, and a first page at {@code /}. */
@NullMarked
package dev.weir.api.docs;

import org.jspecify.annotations.NullMarked;
