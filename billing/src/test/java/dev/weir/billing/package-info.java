/** Tests. */
@NullMarked
package dev.weir.billing;

import org.jspecify.annotations.NullMarked;
