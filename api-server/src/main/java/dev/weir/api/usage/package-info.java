/** What an account has used, told to its developers. */
@NullMarked
package dev.weir.api.usage;

import org.jspecify.annotations.NullMarked;
