package dev.weir.api.imports;

import dev.weir.api.microblog.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The items of a batch, sorted by what shall become of them.
 *
 * <p>Each item is judged by the database and by the items before it, never by those behind it. What becomes of an item is
 * therefore the same wherever batches begin and end.
 */
final class Sifted {

    /**
     * What of an item cannot be imported, and why.
     *
     * @param inPart whether it is only something attached to what comes in
     */
    record Refused(Item item, String message, boolean inPart) {}

    /** From whom or what to whom or what. */
    record Edge(long from, long to) {}

    private final Map<Long, String> users;
    private final Map<String, Long> usernames;
    private final Map<Long, Long> posts;
    private final Map<String, Known.Happened> happened;
    private final boolean authorsMayCome;

    private final List<Entry.OfUser> newUsers = new ArrayList<>();
    private final List<Entry.OfUser> learntUsers = new ArrayList<>();
    private final Map<Long, Entry.OfPost> newPosts = new LinkedHashMap<>();
    private final Map<Edge, Optional<Instant>> follows = new LinkedHashMap<>();
    private final Map<Edge, Optional<Instant>> likes = new LinkedHashMap<>();
    private final Set<Long> removedPosts = new LinkedHashSet<>();
    private final Set<Long> purgedUsers = new LinkedHashSet<>();
    private final List<Entry.Renewal> renewals = new ArrayList<>();
    private final Map<String, Known.Happened> events = new LinkedHashMap<>();
    private final List<Item> waiting = new ArrayList<>();
    private final List<Long> openReplies = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private long knownUsers;
    private long knownPosts;
    private long leftOut;

    private Sifted(Known known, boolean authorsMayCome) {
        this.users = new HashMap<>(known.users());
        this.usernames = new HashMap<>(known.usernames());
        this.posts = new HashMap<>(known.posts());
        this.happened = new HashMap<>(known.happened());
        this.authorsMayCome = authorsMayCome;
    }

    /**
     * Sorts items.
     *
     * @param authorsMayCome whether a post waits if its author is not known, because more lines follow
     */
    static Sifted of(List<Item> items, Known known, boolean authorsMayCome) {
        var sifted = new Sifted(known, authorsMayCome);
        items.forEach(sifted::sift);
        return sifted;
    }

    List<Entry.OfUser> newUsers() {
        return newUsers;
    }

    /** Users who had a placeholder until now. */
    List<Entry.OfUser> learntUsers() {
        return learntUsers;
    }

    List<Entry.OfPost> newPosts() {
        return List.copyOf(newPosts.values());
    }

    /** Who follows whom since when, or no longer. */
    Map<Edge, Optional<Instant>> follows() {
        return follows;
    }

    /** Who likes which post since when, or no longer. */
    Map<Edge, Optional<Instant>> likes() {
        return likes;
    }

    /** Posts that the database has and shall not keep. */
    Set<Long> removedPosts() {
        return removedPosts;
    }

    Set<Long> purgedUsers() {
        return purgedUsers;
    }

    List<Entry.Renewal> renewals() {
        return renewals;
    }

    /** What has happened elsewhere, by URI, where the batch brought news. */
    Map<String, Known.Happened> events() {
        return events;
    }

    /** Posts whose author may still come. */
    List<Item> waiting() {
        return waiting;
    }

    /** Ids of the replies, new or known, whose line does not name their conversation. */
    List<Long> openReplies() {
        return openReplies;
    }

    List<Refused> refused() {
        return refused;
    }

    long knownUsers() {
        return knownUsers;
    }

    long knownPosts() {
        return knownPosts;
    }

    /** Items that are not to be imported. */
    long leftOut() {
        return leftOut;
    }

    private void sift(Item item) {
        if (!item.complaint().isEmpty()) {
            refuse(item, item.complaint());
        } else if (item.leftOut()) {
            leftOut++;
        } else {
            item.entries().forEach(entry -> sift(item, entry));
        }
    }

    private void sift(Item item, Entry entry) {
        if (entry instanceof Entry.OfUser user) {
            user(item, user);
        } else if (entry instanceof Entry.OfPost post) {
            post(item, post);
        } else if (entry instanceof Entry.OfFollow follow) {
            follows.put(new Edge(follow.follower(), follow.followed()), Optional.of(follow.since()));
        } else if (entry instanceof Entry.OfLike like) {
            likes.put(new Edge(like.user(), like.post()), Optional.of(like.since()));
        } else if (entry instanceof Entry.OfEvent event) {
            event(item, event.event(), event.what());
        }
    }

    private void user(Item item, Entry.OfUser entry) {
        var user = entry.user();
        var known = users.get(user.id());
        boolean placeholder = known != null && known.equals(Placeholder.username(user.id()));
        if (known != null && (!placeholder || entry.naming() == Entry.Naming.PLACEHOLDER)) {
            knownUsers++;
            refuseParts(item, entry.flaws());
            return;
        }
        var holder = usernames.putIfAbsent(Users.key(user.username()), user.id());
        if (holder == null) {
            add(entry, known != null);
            refuseParts(item, entry.flaws());
        } else if (entry.naming() == Entry.Naming.ADAPTED && known == null) {
            add(renamed(entry, Placeholder.username(user.id())), false);
            refuseParts(item, entry.flaws());
        } else if (entry.naming() == Entry.Naming.ADAPTED) {
            knownUsers++;
        } else {
            refuse(
                    item,
                    "user.username %s belongs to the user %d already; upper and lower case count as the same"
                            .formatted(user.username(), holder));
        }
    }

    private void add(Entry.OfUser entry, boolean learnt) {
        users.put(entry.user().id(), entry.user().username());
        usernames.put(Users.key(entry.user().username()), entry.user().id());
        (learnt ? learntUsers : newUsers).add(entry);
    }

    private static Entry.OfUser renamed(Entry.OfUser entry, String username) {
        var user = entry.user();
        return new Entry.OfUser(
                new dev.weir.api.microblog.User(
                        user.id(),
                        username,
                        user.name(),
                        user.createdAt(),
                        user.description(),
                        user.location(),
                        user.url(),
                        user.profileImageUrl(),
                        user.verified(),
                        user.isProtected(),
                        user.suspended(),
                        user.pinnedPostId(),
                        user.profileBannerUrl(),
                        user.newestPostId()),
                entry.counts(),
                entry.naming(),
                entry.flaws());
    }

    private void post(Item item, Entry.OfPost entry) {
        var post = entry.post();
        var author = posts.get(post.id());
        if (author != null && author != post.authorId()) {
            refuse(
                    item,
                    "the post %d is known, but of the author %d, not %d".formatted(post.id(), author, post.authorId()));
        } else if (author != null) {
            knownPosts++;
            open(entry);
            refuseParts(item, entry.attached().flaws());
        } else if (users.containsKey(post.authorId())) {
            posts.put(post.id(), post.authorId());
            newPosts.put(post.id(), entry);
            open(entry);
            refuseParts(item, entry.attached().flaws());
        } else if (authorsMayCome && !item.json().isEmpty()) {
            waiting.add(item);
        } else {
            refuse(
                    item,
                    "the author %d is neither in what was imported nor in the database; import the user, then this again"
                            .formatted(post.authorId()));
        }
    }

    private void open(Entry.OfPost entry) {
        if (entry.post().replyToId() != null && !entry.conversationGiven()) {
            openReplies.add(entry.post().id());
        }
    }

    private void event(Item item, Entry.Event event, Entry what) {
        var own = happened(event.uri());
        boolean gone = event.micros()
                <= Math.max(own.removed(), happened(event.actor()).removed());
        if (gone) {
            knownPosts += what instanceof Entry.OfPost ? 1 : 0;
        } else if (what instanceof Entry.PostRemoved removed) {
            happened(event.uri(), new Known.Happened(event.micros(), own.renewed()));
            remove(removed.post());
        } else if (what instanceof Entry.FollowRemoved removed) {
            happened(event.uri(), new Known.Happened(event.micros(), own.renewed()));
            follows.put(new Edge(removed.follower(), removed.followed()), Optional.empty());
        } else if (what instanceof Entry.LikeRemoved removed) {
            happened(event.uri(), new Known.Happened(event.micros(), own.renewed()));
            likes.put(new Edge(removed.user(), removed.post()), Optional.empty());
        } else if (what instanceof Entry.Purge purge) {
            if (event.micros() > own.renewed()) {
                happened(event.uri(), new Known.Happened(event.micros(), own.renewed()));
                purge(purge.user());
            }
        } else if (what instanceof Entry.Renewal renewal) {
            renew(event, own, renewal);
        } else {
            sift(item, what);
        }
    }

    private void remove(long post) {
        boolean ofThisBatch = newPosts.remove(post) != null;
        posts.remove(post);
        openReplies.removeIf(id -> id == post);
        likes.keySet().removeIf(edge -> edge.to() == post);
        if (!ofThisBatch) {
            removedPosts.add(post);
        }
    }

    private void purge(long user) {
        newPosts.values().stream()
                .filter(entry -> entry.post().authorId() == user)
                .map(entry -> entry.post().id())
                .toList()
                .forEach(this::remove);
        posts.values().removeIf(author -> author == user);
        follows.keySet().removeIf(edge -> edge.from() == user || edge.to() == user);
        likes.keySet().removeIf(edge -> edge.from() == user);
        renewals.removeIf(renewal -> renewal.user() == user);
        purgedUsers.add(user);
    }

    private void renew(Entry.Event event, Known.Happened own, Entry.Renewal renewal) {
        if (event.micros() <= own.renewed()) {
            return;
        }
        happened(event.uri(), new Known.Happened(own.removed(), event.micros()));
        var username = renewal.username().filter(name -> takes(renewal.user(), name));
        username.ifPresent(name -> users.put(renewal.user(), name));
        renewals.add(new Entry.Renewal(
                renewal.user(), username, renewal.name(), renewal.description(), renewal.suspended()));
    }

    /** Whether a user gets this name; whoever has it already keeps it. */
    private boolean takes(long user, String name) {
        var holder = usernames.putIfAbsent(Users.key(name), user);
        return holder == null || holder == user;
    }

    private Known.Happened happened(String uri) {
        return happened.getOrDefault(uri, Known.Happened.NEVER);
    }

    private void happened(String uri, Known.Happened now) {
        happened.put(uri, now);
        events.put(uri, now);
    }

    private void refuse(Item item, String message) {
        refused.add(new Refused(item, message, false));
    }

    private void refuseParts(Item item, List<String> flaws) {
        flaws.forEach(flaw -> refused.add(new Refused(item, flaw, true)));
    }

    /** Ids and names of all users that the items name. */
    static Set<Long> userIds(Entry entry) {
        Set<Long> ids = new HashSet<>();
        var what = inner(entry);
        if (what instanceof Entry.OfUser user) {
            ids.add(user.user().id());
        } else if (what instanceof Entry.OfPost post) {
            ids.add(post.post().authorId());
        } else if (what instanceof Entry.Renewal renewal) {
            ids.add(renewal.user());
        }
        return ids;
    }

    /** What an event is about. */
    static Entry inner(Entry entry) {
        return entry instanceof Entry.OfEvent event ? event.what() : entry;
    }
}
