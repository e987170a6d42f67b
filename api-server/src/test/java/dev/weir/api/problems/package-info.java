/** Tests. */
@NullMarked
package dev.weir.api.problems;

import org.jspecify.annotations.NullMarked;
