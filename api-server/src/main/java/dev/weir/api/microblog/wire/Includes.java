package dev.weir.api.microblog.wire;

import dev.weir.api.microblog.Attachments;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.Poll;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Users;
import dev.weir.api.problems.PartialError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands beside the data: the posts and users it refers to, each once, and an error for each that is missing or not
 * for the caller. Costs at most one read each of posts, users, media and polls, whatever the size of the data.
 */
public final class Includes {

    private static final String IN_INCLUDES = "includes";

    private final Map<Long, CountedPost> posts = new LinkedHashMap<>();
    private final Map<Long, CountedUser> users = new LinkedHashMap<>();
    private final Map<String, Media> media = new LinkedHashMap<>();
    private final Map<Long, Poll> polls = new LinkedHashMap<>();
    private final List<PartialError> errors = new ArrayList<>();

    private Includes() {}

    static Includes none() {
        return new Includes();
    }

    /** What a selection expands of these posts. */
    public static Includes ofPosts(Microblog microblog, Collection<CountedPost> data, Selection selection) {
        var includes = new Includes();
        if (selection.expands(Expansion.REFERENCED_POSTS)
                || selection.expands(Expansion.REFERENCED_AUTHORS)
                || selection.expands(Expansion.REFERENCED_MEDIA)) {
            includes.addReferencedPosts(microblog, data);
        }
        includes.addUsers(microblog, data, selection);
        includes.addMedia(microblog, data, selection);
        includes.addPolls(microblog, data, selection);
        if (selection.expands(Expansion.EDITIONS)) {
            // A post is never edited here: its only edition is itself.
            data.forEach(post -> includes.posts.putIfAbsent(post.id(), post));
        }
        return includes;
    }

    /** What a selection expands of these users. */
    public static Includes ofUsers(Microblog microblog, Collection<CountedUser> data, Selection selection) {
        var includes = new Includes();
        Set<Long> pinned = new LinkedHashSet<>();
        Set<Long> newest = new LinkedHashSet<>();
        for (CountedUser user : data) {
            if (selection.expands(Expansion.PINNED_POSTS) && user.user().pinnedPostId() != null) {
                pinned.add(user.user().pinnedPostId());
            }
            if (selection.expands(Expansion.NEWEST_POSTS)
                    && user.user().isPublic()
                    && user.user().newestPostId() != null) {
                newest.add(user.user().newestPostId());
            }
        }
        newest.removeAll(pinned);
        Set<Long> all = new LinkedHashSet<>(pinned);
        all.addAll(newest);
        Map<Long, CountedPost> found = microblog.posts(all);
        includes.addPosts(pinned, found, Expansion.PINNED_POSTS);
        includes.addPosts(newest, found, Expansion.NEWEST_POSTS);
        return includes;
    }

    private void addReferencedPosts(Microblog microblog, Collection<CountedPost> data) {
        Set<Long> ids = new LinkedHashSet<>();
        data.forEach(post -> references(post.post()).forEach(ids::add));
        addPosts(ids, microblog.posts(ids), Expansion.REFERENCED_POSTS);
    }

    private static Stream<Long> references(Post post) {
        return Stream.of(
                        Optional.ofNullable(post.repostOfId()),
                        Optional.ofNullable(post.quotedId()),
                        Optional.ofNullable(post.replyToId()))
                .flatMap(Optional::stream);
    }

    private void addPosts(Set<Long> ids, Map<Long, CountedPost> found, Expansion by) {
        for (Long id : ids) {
            CountedPost post = found.get(id);
            if (post == null) {
                errors.add(PartialError.notFound("tweet", by.wireName(), id.toString()));
            } else if (post.isPublic()) {
                posts.put(id, post);
            } else {
                errors.add(PartialError.notAuthorized("tweet", by.wireName(), id.toString(), IN_INCLUDES));
            }
        }
    }

    private void addUsers(Microblog microblog, Collection<CountedPost> data, Selection selection) {
        Map<Long, Wanted> ids = new LinkedHashMap<>();
        Map<String, Wanted> usernames = new LinkedHashMap<>();
        if (selection.expands(Expansion.AUTHORS)) {
            data.forEach(post -> want(ids, post.post().authorId(), Expansion.AUTHORS));
        }
        if (selection.expands(Expansion.REFERENCED_AUTHORS)) {
            posts.values().forEach(post -> want(ids, post.post().authorId(), Expansion.REFERENCED_AUTHORS));
        }
        if (selection.expands(Expansion.ANSWERED_USERS)) {
            data.stream()
                    .flatMap(post -> Optional.ofNullable(post.post().replyToUserId()).stream())
                    .forEach(id -> want(ids, id, Expansion.ANSWERED_USERS));
        }
        if (selection.expands(Expansion.MENTIONED_USERS)) {
            data.stream()
                    .flatMap(post -> Optional.ofNullable(post.post().entities()).stream())
                    .flatMap(entities -> Entities.mentionsIn(entities).stream())
                    .forEach(mention -> {
                        var wanted = new Wanted(Expansion.MENTIONED_USERS, mention.username());
                        if (mention.id() != null) {
                            ids.putIfAbsent(mention.id(), wanted);
                        } else {
                            usernames.putIfAbsent(mention.username(), wanted);
                        }
                    });
        }
        Users found = microblog.users(ids.keySet(), usernames.keySet());
        ids.forEach((id, wanted) -> addUser(found.byId(id), wanted));
        usernames.forEach((name, wanted) -> addUser(found.byUsername(name), wanted));
    }

    /**
     * Why a user is read.
     *
     * @param value what refers to the user, an id or a name
     */
    private record Wanted(Expansion by, String value) {}

    private static void want(Map<Long, Wanted> ids, long id, Expansion by) {
        ids.putIfAbsent(id, new Wanted(by, Long.toString(id)));
    }

    private void addMedia(Microblog microblog, Collection<CountedPost> data, Selection selection) {
        Map<String, Expansion> keys = new LinkedHashMap<>();
        if (selection.expands(Expansion.MEDIA)) {
            attachments(data)
                    .forEach(attached -> attached.mediaKeys().forEach(key -> keys.putIfAbsent(key, Expansion.MEDIA)));
        }
        if (selection.expands(Expansion.REFERENCED_MEDIA)) {
            attachments(posts.values())
                    .forEach(attached ->
                            attached.mediaKeys().forEach(key -> keys.putIfAbsent(key, Expansion.REFERENCED_MEDIA)));
        }
        Map<String, Media> found = microblog.media(keys.keySet());
        keys.forEach((key, by) -> {
            if (found.containsKey(key)) {
                media.put(key, found.get(key));
            } else {
                errors.add(PartialError.notFound("media", by.wireName(), key));
            }
        });
    }

    private void addPolls(Microblog microblog, Collection<CountedPost> data, Selection selection) {
        if (!selection.expands(Expansion.POLLS)) {
            return;
        }
        Set<Long> ids = new LinkedHashSet<>();
        attachments(data).forEach(attached -> ids.addAll(attached.pollIds()));
        Map<Long, Poll> found = microblog.polls(ids);
        // One that is missing has no error: clients know no such type of resource.
        ids.stream().filter(found::containsKey).forEach(id -> polls.put(id, found.get(id)));
    }

    private static Stream<Attachments> attachments(Collection<CountedPost> posts) {
        return posts.stream()
                .flatMap(post -> Optional.ofNullable(post.post().attachments()).stream())
                .map(Attachments::in);
    }

    private void addUser(Optional<CountedUser> user, Wanted wanted) {
        if (user.isEmpty()) {
            errors.add(PartialError.notFound("user", wanted.by.wireName(), wanted.value));
        } else if (user.get().user().suspended()) {
            errors.add(PartialError.notAuthorized("user", wanted.by.wireName(), wanted.value, IN_INCLUDES));
        } else {
            users.put(user.get().id(), user.get());
        }
    }

    boolean isEmpty() {
        return posts.isEmpty() && users.isEmpty() && media.isEmpty() && polls.isEmpty();
    }

    Collection<CountedPost> posts() {
        return posts.values();
    }

    Collection<CountedUser> users() {
        return users.values();
    }

    Collection<Media> media() {
        return media.values();
    }

    Collection<Poll> polls() {
        return polls.values();
    }

    List<PartialError> errors() {
        return errors;
    }
}
