package dev.weir.api.imports;

import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.UserCounts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something that a line says. */
sealed interface Entry {

    /**
     * A user.
     *
     * @param flaws what could not be taken of the profile, in words
     */
    record OfUser(User user, UserCounts counts, Naming naming, List<String> flaws) implements Entry {
        public OfUser {
            flaws = List.copyOf(flaws);
        }
    }

    /** Where a user's name comes from. */
    enum Naming {
        /** It is the user's own here too. Whoever has it already keeps it, and this user is refused. */
        GIVEN,
        /** It was made to fit from a longer one elsewhere. Whoever has it already keeps it, and this user gets another. */
        ADAPTED,
        /** Nothing but the id is known. Whatever is learnt later takes its place. */
        PLACEHOLDER
    }

    /**
     * A post.
     *
     * @param conversationGiven whether the line names the conversation. Where it does not, a reply's is that of the post
     *     it answers; until that is looked up the conversation is the id of the post answered
     * @param counts where the line gives them
     * @param counted whether it is added to the counters of the posts it answers and quotes, and, where {@code counts}
     *     are unknown too, repeats
     * @param attached media and polls, which the post refers to
     */
    record OfPost(Post post, boolean conversationGiven, Optional<PostCounts> counts, boolean counted, Attached attached)
            implements Entry {}

    /** One user follows another. */
    record OfFollow(long follower, long followed, Instant since) implements Entry {}

    /** A user likes a post. */
    record OfLike(long user, long post, Instant since) implements Entry {}

    /** Something happened elsewhere; it counts only as long as nothing later is known of the same thing. */
    record OfEvent(Event event, Entry what) implements Entry {}

    /**
     * When something happened to what.
     *
     * @param uri what it happened to
     * @param actor who did it: once they are purged, nothing counts that they did before
     * @param micros when, in microseconds since 1970
     */
    record Event(String uri, String actor, long micros) {}

    /** A post was deleted. */
    record PostRemoved(long post) implements Entry {}

    /** A follow was taken back. */
    record FollowRemoved(long follower, long followed) implements Entry {}

    /** A like was taken back. */
    record LikeRemoved(long user, long post) implements Entry {}

    /** An account is closed: all it wrote, likes and follows goes, and its profile. */
    record Purge(long user) implements Entry {}

    /** A profile changed; what is empty stays as it is. */
    record Renewal(
            long user,
            Optional<String> username,
            Optional<String> name,
            Optional<String> description,
            Optional<Boolean> suspended)
            implements Entry {}
}
