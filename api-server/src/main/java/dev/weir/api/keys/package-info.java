/** Keys of apps: their form, their storage, and whom each speaks for. */
@NullMarked
package dev.weir.api.keys;

import org.jspecify.annotations.NullMarked;
