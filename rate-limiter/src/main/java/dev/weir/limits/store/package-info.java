/** Where the entries of all homes are kept: the port, and a store inside this process. */
@NullMarked
package dev.weir.limits.store;

import org.jspecify.annotations.NullMarked;
