/** The invented microblog of the demo: users, follows, posts and likes drawn from a seed. */
@NullMarked
package dev.weir.api.demo.world;

import org.jspecify.annotations.NullMarked;
