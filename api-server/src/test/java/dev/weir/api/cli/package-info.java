/** Tests of the command line. */
@NullMarked
package dev.weir.api.cli;

import org.jspecify.annotations.NullMarked;
