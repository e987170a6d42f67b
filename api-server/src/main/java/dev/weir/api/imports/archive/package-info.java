/** Archives that strangers made, opened without trusting them: nothing is unpacked by the names they give. */
@NullMarked
package dev.weir.api.imports.archive;

import org.jspecify.annotations.NullMarked;
