/** Tests. */
@NullMarked
package dev.weir.api.feed;

import org.jspecify.annotations.NullMarked;
