package dev.weir.api.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events of Bluesky's Jetstream, saved one a line. */
final class JetstreamFeed implements Feed {

    /** Lines whose addresses are looked up at once. */
    private static final int CHUNK = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int index;
    private final ImportSource source;
    private final Lines lines;
    private final JetstreamEvents events;
    private final EntryReader reader;
    private final Deque<Item> ready = new ArrayDeque<>();
    private long number;

    @Nullable
    private BrokenSourceException broken;

    JetstreamFeed(int index, ImportSource source, Lines lines, EntryReader reader, Connection connection) {
        this.index = index;
        this.source = source;
        this.lines = lines;
        this.reader = reader;
        this.events = new JetstreamEvents(reader, new Origins(connection));
    }

    @Override
    public Optional<Item> next() throws BrokenSourceException, SQLException {
        if (ready.isEmpty() && broken == null) {
            fill();
        }
        if (ready.isEmpty() && broken != null) {
            throw broken;
        }
        var item = Optional.ofNullable(ready.poll());
        item.ifPresent(it -> number = it.line());
        return item;
    }

    private void fill() throws SQLException {
        List<JetstreamEvent> chunk = new ArrayList<>(CHUNK);
        List<Item> items = new ArrayList<>();
        try {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                take(line.get(), chunk, items);
                if (chunk.size() + items.size() >= CHUNK) {
                    break;
                }
            }
        } catch (BrokenSourceException e) {
            // What was read before is good.
            broken = e;
        }
        for (JetstreamEvent event : events.resolved(chunk)) {
            items.add(item(event));
        }
        items.sort(Comparator.comparingLong(Item::line));
        ready.addAll(items);
    }

    private void take(Lines.Line line, List<JetstreamEvent> chunk, List<Item> items) {
        var complaint = line.complaint();
        if (complaint != null) {
            items.add(Item.bad(index, "", line.number(), complaint));
        } else if (!line.text().isBlank()) {
            try {
                chunk.add(JetstreamEvent.of(line.number(), JSON.readTree(line.text()), reader.latest()));
            } catch (JsonProcessingException e) {
                items.add(Item.bad(index, "", line.number(), "not one JSON object: " + e.getOriginalMessage()));
            } catch (BadEntryException e) {
                items.add(Item.bad(index, "", line.number(), String.valueOf(e.getMessage())));
            }
        }
    }

    private Item item(JetstreamEvent event) {
        try {
            return Item.element(index, "", event.line(), events.entries(event));
        } catch (BadEntryException e) {
            return Item.bad(index, "", event.line(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String member() {
        return "";
    }

    @Override
    public long number() {
        return number;
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
