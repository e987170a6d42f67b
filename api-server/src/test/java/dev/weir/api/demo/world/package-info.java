/** Tests of the invented microblog. */
@NullMarked
package dev.weir.api.demo.world;

import org.jspecify.annotations.NullMarked;
