package dev.weir.api.imports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.Snowflakes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What events of Jetstream say of users, posts and edges here. */
final class JetstreamEvents {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 5_000;
    /** Users of whom a placeholder was given lately, so that not every event brings it again. */
    private static final int RECENT = 10_000;

    private final EntryReader reader;
    private final Origins origins;
    private final Map<String, Long> users = new HashMap<>();
    private final Map<String, Long> posts = new HashMap<>();
    private final Map<String, Origins.Origin> edges = new HashMap<>();
    private final Set<Long> introduced = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > RECENT;
        }
    });

    JetstreamEvents(EntryReader reader, Origins origins) {
        this.reader = reader;
        this.origins = origins;
    }

    /** Finds, or makes, the ids of all that these events name, and gives them back for {@link #entries}. */
    List<JetstreamEvent> resolved(List<JetstreamEvent> chunk) throws SQLException {
        users.clear();
        posts.clear();
        edges.clear();
        findUsers(chunk);
        findPosts(chunk);
        findEdges(chunk);
        return chunk;
    }

    private void findUsers(List<JetstreamEvent> chunk) throws SQLException {
        Set<String> named = new LinkedHashSet<>();
        for (var event : chunk) {
            named.add(event.did());
            event.followed().ifPresent(named::add);
            event.post("reply", "parent", "uri").map(JetstreamEvent::owner).ifPresent(named::add);
            named.addAll(event.mentioned());
        }
        users.putAll(origins.users(named));
        Map<String, Origins.Origin> profiles = new LinkedHashMap<>();
        for (var event : chunk) {
            var user = new Origins.Origin(Origins.Kind.USER, user(event.did()), 0);
            if (event.isOf(JetstreamEvent.PROFILE)) {
                profiles.put(event.uri(), user);
            } else if (event.kind().equals("identity")) {
                profiles.put(handle(event), user);
            }
        }
        origins.keep(profiles);
    }

    private void findPosts(List<JetstreamEvent> chunk) throws SQLException {
        Map<String, Instant> times = new LinkedHashMap<>();
        Set<String> liked = new LinkedHashSet<>();
        for (var event : chunk) {
            if (event.isOf(JetstreamEvent.POST) || event.isOf(JetstreamEvent.REPOST)) {
                times.putIfAbsent(event.uri(), event.time());
            } else if (event.isOf(JetstreamEvent.LIKE)) {
                event.post("subject", "uri").ifPresent(liked::add);
            }
        }
        for (var event : chunk) {
            if (event.isOf(JetstreamEvent.POST) || event.isOf(JetstreamEvent.REPOST)) {
                references(event).forEach(uri -> times.putIfAbsent(uri, event.before(uri)));
            }
        }
        posts.putAll(origins.posts(times));
        origins.find(liked, Origins.Kind.POST).forEach((uri, origin) -> posts.put(uri, origin.id()));
    }

    private static List<String> references(JetstreamEvent event) {
        return java.util.stream.Stream.of(
                        event.post("reply", "parent", "uri"),
                        event.post("reply", "root", "uri"),
                        event.quoted(),
                        event.isOf(JetstreamEvent.REPOST) ? event.post("subject", "uri") : Optional.<String>empty())
                .flatMap(Optional::stream)
                .toList();
    }

    /** A like or follow is deleted by its own address: what it was for must be remembered. */
    private void findEdges(List<JetstreamEvent> chunk) throws SQLException {
        Map<String, Origins.Origin> made = new LinkedHashMap<>();
        Set<String> deleted = new LinkedHashSet<>();
        for (var event : chunk) {
            boolean like = event.isOf(JetstreamEvent.LIKE);
            if (!like && !event.isOf(JetstreamEvent.FOLLOW)) {
                continue;
            }
            if (event.deletes()) {
                deleted.add(event.uri());
            } else if (like) {
                event.post("subject", "uri")
                        .map(posts::get)
                        .ifPresent(post ->
                                made.put(event.uri(), new Origins.Origin(Origins.Kind.LIKE, user(event.did()), post)));
            } else {
                event.followed()
                        .ifPresent(other -> made.put(
                                event.uri(), new Origins.Origin(Origins.Kind.FOLLOW, user(event.did()), user(other))));
            }
        }
        origins.keep(made);
        edges.putAll(origins.find(deleted, Origins.Kind.LIKE));
    }

    /** What an event says; nothing if it is of no interest here. */
    List<Entry> entries(JetstreamEvent event) throws BadEntryException {
        return switch (event.kind()) {
            case "commit" -> commit(event);
            case "identity" -> identity(event);
            case "account" -> account(event);
            default -> List.of();
        };
    }

    private List<Entry> commit(JetstreamEvent event) throws BadEntryException {
        List<Entry> entries = new ArrayList<>();
        if (event.deletes()) {
            removed(event).ifPresent(entry -> entries.add(happened(event.uri(), event, entry)));
            return entries;
        }
        switch (event.collection()) {
            case JetstreamEvent.POST -> {
                introduce(event.did(), entries);
                entries.add(happened(event.uri(), event, post(event)));
            }
            case JetstreamEvent.REPOST -> {
                introduce(event.did(), entries);
                entries.add(happened(event.uri(), event, repost(event)));
            }
            case JetstreamEvent.LIKE -> {
                var post = event.post("subject", "uri").map(posts::get);
                if (post.isPresent()) {
                    introduce(event.did(), entries);
                    entries.add(happened(
                            event.uri(), event, new Entry.OfLike(user(event.did()), post.get(), event.time())));
                }
            }
            case JetstreamEvent.FOLLOW -> {
                var followed = event.followed();
                if (followed.isEmpty()) {
                    throw new BadEntryException("event.commit.record.subject is no DID");
                }
                introduce(event.did(), entries);
                introduce(followed.get(), entries);
                entries.add(happened(
                        event.uri(), event, new Entry.OfFollow(user(event.did()), user(followed.get()), event.time())));
            }
            case JetstreamEvent.PROFILE -> {
                introduce(event.did(), entries);
                entries.add(happened(event.uri(), event, profile(event)));
            }
            default -> {}
        }
        return entries;
    }

    private Optional<Entry> removed(JetstreamEvent event) {
        var edge = edges.get(event.uri());
        return switch (event.collection()) {
            case JetstreamEvent.POST, JetstreamEvent.REPOST ->
                Optional.of(new Entry.PostRemoved(posts.getOrDefault(event.uri(), 0L)));
            case JetstreamEvent.LIKE ->
                Optional.ofNullable(edge).map(it -> new Entry.LikeRemoved(it.id(), it.target()));
            case JetstreamEvent.FOLLOW ->
                Optional.ofNullable(edge).map(it -> new Entry.FollowRemoved(it.id(), it.target()));
            default -> Optional.empty();
        };
    }

    private Entry post(JetstreamEvent event) throws BadEntryException {
        var text = Fields.of(event.body(), "event.commit.record").text("text", EntryReader.LONGEST_TEXT);
        var post = TwitterFeed.object();
        post.put("id", Long.toString(post(event.uri())));
        post.put("author_id", Long.toString(user(event.did())));
        post.put("created_at", event.time().toString());
        post.put("text", text);
        var language = event.body().path("langs").path(0).asText("");
        if (!language.isEmpty()) {
            post.put("lang", language);
        }
        var references = post.putArray("referenced_tweets");
        var parent = event.post("reply", "parent", "uri");
        parent.ifPresent(uri -> {
            refer(references, "replied_to", uri);
            post.put("in_reply_to_user_id", Long.toString(user(JetstreamEvent.owner(uri))));
        });
        event.quoted().ifPresent(uri -> refer(references, "quoted", uri));
        event.post("reply", "root", "uri")
                .filter(root -> parent.isPresent())
                .ifPresent(root -> post.put("conversation_id", Long.toString(post(root))));
        return reader.post(
                post,
                BlueskyEmbed.of(event.body(), event.uri()),
                Facets.of(text, event.body().path("facets"), users));
    }

    private Entry repost(JetstreamEvent event) throws BadEntryException {
        var original = event.post("subject", "uri");
        if (original.isEmpty()) {
            throw new BadEntryException("event.commit.record.subject.uri is no address of a post");
        }
        var post = TwitterFeed.object();
        post.put("id", Long.toString(post(event.uri())));
        post.put("author_id", Long.toString(user(event.did())));
        post.put("created_at", event.time().toString());
        var text = "RT " + page(original.get());
        post.put("text", text);
        refer(post.putArray("referenced_tweets"), "retweeted", original.get());
        return reader.post(post, new Enclosures(), Entities.of(text));
    }

    /** Where people look at a post. */
    private static String page(String uri) {
        return "https://bsky.app/profile/" + JetstreamEvent.owner(uri) + "/post/"
                + uri.substring(uri.lastIndexOf('/') + 1);
    }

    private Entry profile(JetstreamEvent event) throws BadEntryException {
        var record = Fields.of(event.body(), "event.commit.record");
        return new Entry.Renewal(
                user(event.did()),
                Optional.empty(),
                record.optionalText("displayName", LONGEST_NAME).filter(name -> !name.isBlank()),
                Optional.of(
                        record.optionalText("description", LONGEST_DESCRIPTION).orElse("")),
                Optional.empty());
    }

    /** A handle is a domain; its first label is the name that people use. */
    private List<Entry> identity(JetstreamEvent event) throws BadEntryException {
        var handle = event.body().path("handle").asText("");
        if (handle.isEmpty() || handle.equals("handle.invalid")) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        introduce(event.did(), entries);
        var name = Placeholder.adapted(handle.split("\\.", 2)[0], user(event.did()));
        entries.add(happened(
                handle(event),
                event,
                new Entry.Renewal(
                        user(event.did()), Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty())));
        return entries;
    }

    private List<Entry> account(JetstreamEvent event) throws BadEntryException {
        if (!event.body().path("active").isBoolean()) {
            throw new BadEntryException("event.account.active must be true or false");
        }
        List<Entry> entries = new ArrayList<>();
        introduce(event.did(), entries);
        entries.add(happened(
                event.did(),
                event,
                event.body().path("active").booleanValue()
                        ? new Entry.Renewal(
                                user(event.did()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(false))
                        : new Entry.Purge(user(event.did()))));
        return entries;
    }

    private void introduce(String did, List<Entry> entries) throws BadEntryException {
        long id = user(did);
        if (introduced.add(id)) {
            var user = Placeholder.user(id, did).put("created_at", Snowflakes.EPOCH.toString());
            entries.add(reader.user(user, Entry.Naming.PLACEHOLDER));
        }
    }

    private static Entry happened(String uri, JetstreamEvent event, Entry what) {
        return new Entry.OfEvent(new Entry.Event(uri, event.did(), event.micros()), what);
    }

    /** Handles change by themselves, and are remembered by themselves. */
    private static String handle(JetstreamEvent event) {
        return event.did() + "#handle";
    }

    private void refer(ArrayNode references, String type, String uri) {
        references.addObject().put("type", type).put("id", Long.toString(post(uri)));
    }

    private long user(String did) {
        return known(users, did);
    }

    private long post(String uri) {
        return known(posts, uri);
    }

    private static long known(Map<String, Long> ids, String uri) {
        var id = ids.get(uri);
        if (id == null) {
            throw new IllegalStateException("no id was found for " + uri);
        }
        return id;
    }
}
