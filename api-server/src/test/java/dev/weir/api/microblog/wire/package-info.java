/** Tests of the data API as callers see it: parameters, fields, expansions, costs. */
@NullMarked
package dev.weir.api.microblog.wire;

import org.jspecify.annotations.NullMarked;
