/** Tests. */
@NullMarked
package dev.weir.api.gateway;

import org.jspecify.annotations.NullMarked;
