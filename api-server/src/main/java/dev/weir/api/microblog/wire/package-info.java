/** The microblog in the words of the data API: parameters, fields, expansions, page tokens and answers. */
@NullMarked
package dev.weir.api.microblog.wire;

import org.jspecify.annotations.NullMarked;
