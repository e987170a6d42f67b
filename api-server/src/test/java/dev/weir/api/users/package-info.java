/** Tests of users by id and name. */
@NullMarked
package dev.weir.api.users;

import org.jspecify.annotations.NullMarked;
