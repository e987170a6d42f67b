/** Tests. */
@NullMarked
package dev.weir.api.docs;

import org.jspecify.annotations.NullMarked;
