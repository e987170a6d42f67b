package dev.weir.api.streams;

import org.jspecify.annotations.Nullable;

/**
 * What an app wants its filtered stream to deliver.
 *
 * @param value a query, in the grammar of search
 * @param tag the app's own name for it, handed back with each post that the rule finds
 */
record Rule(long id, String value, @Nullable String tag) {}
