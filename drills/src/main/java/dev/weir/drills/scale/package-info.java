/** The data API over a large microblog: who asks what, how fast, and beside what. */
@NullMarked
package dev.weir.drills.scale;

import org.jspecify.annotations.NullMarked;
