/** The command line: what {@code ./weir} does, in words a person or a script can act on. */
@NullMarked
package dev.weir.api.cli;

import org.jspecify.annotations.NullMarked;
