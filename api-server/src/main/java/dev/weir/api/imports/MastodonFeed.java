package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.imports.archive.Archive;
import dev.weir.api.imports.archive.JsonElements;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The archive that Mastodon gives its users: the profile, and of the outbox what everybody may see. */
final class MastodonFeed implements Feed {

    private static final String OUTBOX = "outbox.json";
    private static final String ACTOR = "actor.json";
    /** Elements whose addresses are looked up at once. */
    private static final int CHUNK = 200;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int index;
    private final Archive archive;
    private final JsonElements outbox;
    private final String member;
    private final long size;
    private final MastodonPosts posts;
    private final Deque<Item> ready = new ArrayDeque<>();
    private long number;

    @Nullable
    private BrokenSourceException broken;

    /** Whether a member is one of those that are read. */
    static boolean reads(String name) {
        var file = name.substring(name.lastIndexOf('/') + 1);
        return file.equals(OUTBOX) || file.equals(ACTOR);
    }

    /** @throws BrokenSourceException it does not tell whose it is */
    MastodonFeed(int index, Archive archive, EntryReader reader, Connection connection)
            throws IOException, BrokenSourceException {
        this.index = index;
        this.archive = archive;
        this.member = named(archive, OUTBOX);
        this.size = archive.size(member);
        this.posts = new MastodonPosts(actor(archive), reader, new Origins(connection));
        this.outbox = JsonElements.ofMember(archive.open(member), "orderedItems");
    }

    private static String named(Archive archive, String file) throws BrokenSourceException {
        return archive.names().stream()
                .filter(name -> name.equals(file) || name.endsWith("/" + file))
                .findFirst()
                .orElseThrow(() -> new BrokenSourceException("is an archive of Mastodon without " + file));
    }

    private static JsonNode actor(Archive archive) throws IOException, BrokenSourceException {
        try (var in = archive.open(named(archive, ACTOR))) {
            return JSON.readTree(in.readNBytes((int) JsonElements.LONGEST));
        }
    }

    @Override
    public Optional<Item> next() throws BrokenSourceException, SQLException {
        if (ready.isEmpty()) {
            fill();
        }
        if (ready.isEmpty() && broken != null) {
            throw broken;
        }
        return Optional.ofNullable(ready.poll());
    }

    private void fill() throws BrokenSourceException, SQLException {
        if (number == 0 && !posts.profileRead()) {
            ready.add(Item.element(index, ACTOR, 1, List.of(posts.profile())));
        }
        List<JsonElements.Element> chunk = new ArrayList<>(CHUNK);
        try {
            for (var element = outbox.next(); element.isPresent(); element = outbox.next()) {
                number = element.get().number();
                chunk.add(element.get());
                if (chunk.size() == CHUNK) {
                    break;
                }
            }
        } catch (IOException e) {
            // What was read before is good.
            broken = SourceFormat.broken(e);
        }
        ready.addAll(posts.read(index, member, chunk));
    }

    @Override
    public String member() {
        return member;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public double fraction() {
        return size == 0 ? 0 : Math.min(1, (double) outbox.bytes() / size);
    }

    @Override
    public void close() throws IOException {
        outbox.close();
        archive.close();
    }
}
