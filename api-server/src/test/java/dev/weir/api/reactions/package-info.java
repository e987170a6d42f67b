/** Tests of reactions. */
@NullMarked
package dev.weir.api.reactions;

import org.jspecify.annotations.NullMarked;
