/** Tests of timelines. */
@NullMarked
package dev.weir.api.timelines;

import org.jspecify.annotations.NullMarked;
