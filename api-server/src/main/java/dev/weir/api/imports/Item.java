package dev.weir.api.imports;

import java.util.List;

/**
 * A line, or an element of an archive, on its way into the database.
 *
 * @param source which of the sources, from 0
 * @param member of the archive that it stands in; empty where the source is none
 * @param line of the source or member, from 1
 * @param json the line as it came, for one that may have to wait for its author; empty if it cannot
 * @param entries what it says, in this order; none if it says nothing that is to be imported
 * @param complaint why it cannot be imported; empty if it can
 */
record Item(int source, String member, long line, String json, List<Entry> entries, String complaint) {

    Item {
        entries = List.copyOf(entries);
    }

    static Item line(int source, long line, String json, Entry entry) {
        return new Item(source, "", line, json, List.of(entry), "");
    }

    static Item element(int source, String member, long line, List<Entry> entries) {
        return new Item(source, member, line, "", entries, "");
    }

    static Item bad(int source, String member, long line, String complaint) {
        return new Item(source, member, line, "", List.of(), complaint);
    }

    /** Whether it is to be left out by intention. */
    boolean leftOut() {
        return entries.isEmpty() && complaint.isEmpty();
    }

    /** About how much memory it takes, in characters. */
    long weight() {
        long weight = json.length();
        for (var entry : entries) {
            weight += entry instanceof Entry.OfPost post
                    ? post.post().text().length()
                            + 500L * post.attached().media().size()
                    : 100;
        }
        return weight;
    }
}
