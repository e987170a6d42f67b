/** Keeps the documentation true: what the code has, the pages name, and what the pages name, the code has. */
@NullMarked
package dev.weir.docs;

import org.jspecify.annotations.NullMarked;
