/** Tests of the writes of the microblog. */
@NullMarked
package dev.weir.api.microblog.writing;

import org.jspecify.annotations.NullMarked;
