package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.api.imports.archive.Archive;
import dev.weir.api.imports.archive.JsonElements;
import dev.weir.api.imports.archive.UnsafeArchiveException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The archive that Twitter gives its users: the account, its posts, whom it follows and who follows it, what it likes.
 * Nothing else is opened, least of all direct messages and deleted posts.
 */
final class TwitterFeed implements Feed {

    private static final Pattern DATA = Pattern.compile("(.*/)?data/account\\.js");

    /** The members that are read behind the account, in this order; each may have parts. */
    private enum Part {
        POSTS("tweets?(-part[0-9]+)?"),
        FOLLOWERS("follower(-part[0-9]+)?"),
        FOLLOWING("following(-part[0-9]+)?"),
        LIKES("likes?(-part[0-9]+)?");

        private final Pattern name;

        Part(String name) {
            this.name = Pattern.compile("data/" + name + "\\.js");
        }
    }

    /** A member to read. */
    private record Member(String name, Part part) {}

    private final int index;
    private final Archive archive;
    private final EntryReader reader;
    private final TwitterAccount account;
    private final TwitterPosts posts;
    private final Deque<Member> left = new ArrayDeque<>();
    private final Deque<Item> ready = new ArrayDeque<>();
    private final long size;
    private long read;

    @Nullable
    private JsonElements elements;

    private Part part = Part.POSTS;
    private String member;
    private long number;

    /** Whether an archive is of this kind. */
    static boolean isIn(Archive archive) {
        return archive.names().stream().anyMatch(name -> DATA.matcher(name).matches());
    }

    /** @throws BrokenSourceException it does not tell whose it is */
    TwitterFeed(int index, Archive archive, EntryReader reader) throws IOException, BrokenSourceException {
        this.index = index;
        this.archive = archive;
        this.reader = reader;
        this.member = archive.names().stream()
                .filter(name -> DATA.matcher(name).matches())
                .findFirst()
                .orElseThrow();
        var root = member.substring(0, member.length() - "data/account.js".length());
        this.account = TwitterAccount.read(archive, root, reader);
        var notes = TwitterNotes.read(archive, root);
        this.posts = new TwitterPosts(account.id(), notes, reader);
        ready.add(Item.element(index, member, 1, List.of(account.entry())));
        notes.complaints().forEach(it -> ready.add(Item.bad(index, it.member(), it.number(), it.message())));
        for (Part each : Part.values()) {
            archive.names().stream()
                    .filter(name -> name.startsWith(root)
                            && each.name.matcher(name.substring(root.length())).matches())
                    .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                    .forEach(name -> left.add(new Member(name, each)));
        }
        this.size = left.stream().mapToLong(it -> archive.size(it.name())).sum();
    }

    @Override
    public Optional<Item> next() throws BrokenSourceException {
        if (!ready.isEmpty()) {
            return Optional.of(ready.remove());
        }
        try {
            while (elements != null || open()) {
                var element = current().next();
                if (element.isPresent()) {
                    number = element.get().number();
                    return Optional.of(item(element.get()));
                }
                close(current());
            }
            return Optional.empty();
        } catch (UnsafeArchiveException e) {
            throw SourceFormat.broken(e);
        } catch (IOException e) {
            return Optional.of(brokenOff(e));
        }
    }

    /** A member that cannot be read further; the others can. */
    private Item brokenOff(IOException reason) throws BrokenSourceException {
        try {
            if (elements != null) {
                close(elements);
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
            throw SourceFormat.broken(reason);
        }
        return Item.bad(
                index,
                member,
                number + 1,
                String.valueOf(SourceFormat.broken(reason).getMessage()));
    }

    private boolean open() throws IOException {
        if (left.isEmpty()) {
            return false;
        }
        var next = left.remove();
        member = next.name();
        part = next.part();
        number = 0;
        elements = JsonElements.ofScript(archive.open(member));
        return true;
    }

    private JsonElements current() {
        if (elements == null) {
            throw new IllegalStateException("no member is open");
        }
        return elements;
    }

    private void close(JsonElements finished) throws IOException {
        read += archive.size(member);
        finished.close();
        elements = null;
    }

    private Item item(JsonElements.Element element) {
        if (element.tooLong()) {
            return Item.bad(index, member, number, "it is longer than %,d bytes".formatted(JsonElements.LONGEST));
        }
        try {
            return Item.element(index, member, number, entries(element.node()));
        } catch (BadEntryException e) {
            return Item.bad(index, member, number, String.valueOf(e.getMessage()));
        }
    }

    private List<Entry> entries(JsonNode element) throws BadEntryException {
        return switch (part) {
            case POSTS -> posts.read(element.has("tweet") ? element.get("tweet") : element);
            case FOLLOWERS -> follow(element, "follower");
            case FOLLOWING -> follow(element, "following");
            case LIKES -> like(element);
        };
    }

    /** Edges are told by number alone, without a name or a date. */
    private List<Entry> follow(JsonNode element, String kind) throws BadEntryException {
        long other = Fields.of(element.path(kind), kind).id("accountId");
        List<Entry> entries = new ArrayList<>();
        entries.add(reader.user(Placeholder.user(other, "Account " + other), Entry.Naming.PLACEHOLDER));
        entries.add(
                kind.equals("follower")
                        ? new Entry.OfFollow(other, account.id(), account.since())
                        : new Entry.OfFollow(account.id(), other, account.since()));
        return entries;
    }

    private List<Entry> like(JsonNode element) throws BadEntryException {
        long post = Fields.of(element.path("like"), "like").id("tweetId");
        return List.of(new Entry.OfLike(account.id(), post, account.since()));
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
        return size == 0 ? 0 : Math.min(1, (double) (read + (elements == null ? 0 : elements.bytes())) / size);
    }

    @Override
    public void close() throws IOException {
        if (elements != null) {
            elements.close();
        }
        archive.close();
    }

    /** An empty object to fill. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The first element of a script's array, or nothing. */
    static Optional<JsonNode> first(Archive archive, String name) throws IOException {
        if (!archive.names().contains(name)) {
            return Optional.empty();
        }
        try (var elements = JsonElements.ofScript(archive.open(name))) {
            return elements.next().map(JsonElements.Element::node);
        }
    }

    /** A moment as text, as the data API has it. */
    static String text(Instant time) {
        return time.toString();
    }
}
