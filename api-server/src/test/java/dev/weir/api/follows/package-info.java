/** Tests of follows. */
@NullMarked
package dev.weir.api.follows;

import org.jspecify.annotations.NullMarked;
