package dev.weir.api.imports;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The lines of a batch, sorted by what shall become of them.
 *
 * <p>Each line is judged by the database and by the lines before it, never by those behind it. What becomes of a line is
 * therefore the same wherever batches begin and end.
 */
final class Sifted {

    /** A line that cannot be imported, and why. */
    record Refused(Item item, String message) {}

    private final Set<Long> users;
    private final Map<String, Long> usernames;
    private final Map<Long, Long> posts;
    private final boolean authorsMayCome;

    private final List<Entry.OfUser> newUsers = new ArrayList<>();
    private final List<Entry.OfPost> newPosts = new ArrayList<>();
    private final List<Item> waiting = new ArrayList<>();
    private final List<Long> openReplies = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private long knownUsers;
    private long knownPosts;

    private Sifted(Known known, boolean authorsMayCome) {
        this.users = new HashSet<>(known.users());
        this.usernames = new HashMap<>(known.usernames());
        this.posts = new HashMap<>(known.posts());
        this.authorsMayCome = authorsMayCome;
    }

    /**
     * Sorts lines.
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

    List<Entry.OfPost> newPosts() {
        return newPosts;
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

    private void sift(Item item) {
        if (item.entry().isEmpty()) {
            refuse(item, item.complaint());
        } else if (item.entry().get() instanceof Entry.OfUser user) {
            sift(item, user);
        } else if (item.entry().get() instanceof Entry.OfPost post) {
            sift(item, post);
        }
    }

    private void sift(Item item, Entry.OfUser entry) {
        var user = entry.user();
        if (users.contains(user.id())) {
            knownUsers++;
            return;
        }
        var holder = usernames.putIfAbsent(key(user.username()), user.id());
        if (holder != null) {
            refuse(
                    item,
                    "user.username %s belongs to the user %d already; upper and lower case count as the same"
                            .formatted(user.username(), holder));
            return;
        }
        users.add(user.id());
        newUsers.add(entry);
    }

    private void sift(Item item, Entry.OfPost entry) {
        var post = entry.post();
        var author = posts.get(post.id());
        if (author != null && author != post.authorId()) {
            refuse(
                    item,
                    "the post %d is known, but of the author %d, not %d".formatted(post.id(), author, post.authorId()));
        } else if (author != null) {
            knownPosts++;
            open(entry);
        } else if (users.contains(post.authorId())) {
            posts.put(post.id(), post.authorId());
            newPosts.add(entry);
            open(entry);
        } else if (authorsMayCome) {
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

    private void refuse(Item item, String message) {
        refused.add(new Refused(item, message));
    }

    /** A username as the database compares it. */
    static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
