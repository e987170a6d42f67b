/** Tests. */
@NullMarked
package dev.weir.api.operations;

import org.jspecify.annotations.NullMarked;
