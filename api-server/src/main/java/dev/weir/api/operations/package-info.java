/** What operators see: request ids, health, metrics. */
@NullMarked
package dev.weir.api.operations;

import org.jspecify.annotations.NullMarked;
