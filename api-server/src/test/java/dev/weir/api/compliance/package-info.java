/** Tests of batch compliance. */
@NullMarked
package dev.weir.api.compliance;

import org.jspecify.annotations.NullMarked;
