package dev.weir.api.imports;

import java.util.ArrayList;
import java.util.List;

/** Lines that are stored at once: so many, or so long, that another round trip is due. */
final class Batch {

    /** So that long lines do not fill the memory. */
    private static final long MOST_CHARACTERS = 4L << 20;

    private final int mostLines;
    private final List<Item> items = new ArrayList<>();
    private long characters;

    Batch(int mostLines) {
        this.mostLines = mostLines;
    }

    void add(Item item) {
        items.add(item);
        characters += item.weight();
    }

    boolean full() {
        return items.size() >= mostLines || characters >= MOST_CHARACTERS;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** The lines, which leave the batch. */
    List<Item> take() {
        var taken = List.copyOf(items);
        items.clear();
        characters = 0;
        return taken;
    }
}
