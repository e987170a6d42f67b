/** Plans as the gateway needs them: a catalogue turned into one policy for each plan and endpoint. */
@NullMarked
package dev.weir.api.plans;

import org.jspecify.annotations.NullMarked;
