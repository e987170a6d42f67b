/** Users by id and by name. */
@NullMarked
package dev.weir.api.users;

import org.jspecify.annotations.NullMarked;
