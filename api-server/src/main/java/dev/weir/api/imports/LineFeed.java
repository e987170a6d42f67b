package dev.weir.api.imports;

import java.io.IOException;
import java.util.Optional;

/** NDJSON in the shape of the data API. */
final class LineFeed implements Feed {

    private final int index;
    private final ImportSource source;
    private final Lines lines;
    private final EntryReader reader;

    LineFeed(int index, ImportSource source, Lines lines, EntryReader reader) {
        this.index = index;
        this.source = source;
        this.lines = lines;
        this.reader = reader;
    }

    @Override
    public Optional<Item> next() throws BrokenSourceException {
        for (var line = lines.next(); line.isPresent(); line = lines.next()) {
            var complaint = line.get().complaint();
            if (complaint != null) {
                return Optional.of(Item.bad(index, "", line.get().number(), complaint));
            }
            if (!line.get().text().isBlank()) {
                return Optional.of(item(index, line.get().number(), line.get().text(), reader));
            }
        }
        return Optional.empty();
    }

    /** The item that a line is. */
    static Item item(int source, long line, String text, EntryReader reader) {
        try {
            return Item.line(source, line, text, reader.read(text));
        } catch (BadEntryException e) {
            return Item.bad(source, "", line, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String member() {
        return "";
    }

    @Override
    public long number() {
        return lines.number();
    }

    @Override
    public double fraction() {
        return SourceFormat.fraction(lines.bytes(), source.size());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
