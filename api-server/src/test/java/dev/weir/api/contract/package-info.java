/** Holds what the server answers in tests to its OpenAPI document. */
@NullMarked
package dev.weir.api.contract;

import org.jspecify.annotations.NullMarked;
