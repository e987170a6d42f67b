/** The demo: a whole Weir on one machine, with a PostgreSQL, invented posts and ready keys. Never part of production. */
@NullMarked
package dev.weir.api.demo;

import org.jspecify.annotations.NullMarked;
