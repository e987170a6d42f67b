/** Tests. */
@NullMarked
package dev.weir.docs;

import org.jspecify.annotations.NullMarked;
