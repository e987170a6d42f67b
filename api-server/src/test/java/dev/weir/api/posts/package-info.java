/** Tests of posts by id. */
@NullMarked
package dev.weir.api.posts;

import org.jspecify.annotations.NullMarked;
