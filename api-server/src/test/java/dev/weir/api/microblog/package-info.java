/** Tests of the microblog's ids, terms, entities and reads. */
@NullMarked
package dev.weir.api.microblog;

import org.jspecify.annotations.NullMarked;
