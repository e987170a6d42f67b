/** Tests. */
@NullMarked
package dev.weir.api.keys;

import org.jspecify.annotations.NullMarked;
