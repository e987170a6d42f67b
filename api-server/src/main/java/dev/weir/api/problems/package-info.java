/** Errors as callers see them: one shape for every refusal, in the types that existing clients can parse. */
@NullMarked
package dev.weir.api.problems;

import org.jspecify.annotations.NullMarked;
