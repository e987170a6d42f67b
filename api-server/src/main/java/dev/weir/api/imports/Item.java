package dev.weir.api.imports;

import java.util.Optional;

/**
 * A line on its way into the database.
 *
 * @param source which of the sources, from 0
 * @param line of the source, from 1
 * @param json the line as it came
 * @param entry what it holds; empty if it cannot be imported
 * @param complaint why it cannot; empty if it can
 */
record Item(int source, long line, String json, Optional<Entry> entry, String complaint) {

    static Item good(int source, long line, String json, Entry entry) {
        return new Item(source, line, json, Optional.of(entry), "");
    }

    static Item bad(int source, long line, String complaint) {
        return new Item(source, line, "", Optional.empty(), complaint);
    }
}
