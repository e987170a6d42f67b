/** Tests of bulk exports. */
@NullMarked
package dev.weir.api.exports;

import org.jspecify.annotations.NullMarked;
