package dev.weir.api.search;

import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The names that queries use for what the microblog calls otherwise, and those that are known but not served. */
final class OperatorNames {

    /** What search takes, for messages. */
    static final String OF_SEARCH = "from: to: retweets_of: url: conversation_id: in_reply_to_tweet_id:"
            + " retweets_of_tweet_id: quotes_of_tweet_id: min_likes: min_replies: min_reposts: lang: is: has:";

    /** What rules take beside that. */
    static final String OF_RULES = "bio: bio_name: bio_location: followers_count: following_count: tweets_count:"
            + " listed_count: min_followers: source: url_contains: sample:";

    /** Operators that clients know from elsewhere, and what is missing here. */
    private static final Map<String, String> NOT_KEPT = Map.of(
            "context", "posts carry no topics",
            "entity", "posts carry no recognised entities; search for the name as a word",
            "list", "there are no lists of users; write (from:a OR from:b)",
            "place", "posts carry no places",
            "place_country", "posts carry no places",
            "point_radius", "posts carry no places",
            "bounding_box", "posts carry no places",
            "embedding", "posts are searched by words only",
            "url_title", "titles of linked pages are not read; url: searches the address",
            "url_description", "linked pages are not read; url: searches the address");

    private OperatorNames() {}

    /** Why a known operator is not served; empty if it is unknown. */
    static Optional<String> whyNot(String name) {
        return Optional.ofNullable(NOT_KEPT.get(name));
    }

    static String of(Reference reference) {
        return switch (reference) {
            case CONVERSATION -> "conversation_id";
            case REPLIED_TO -> "in_reply_to_tweet_id";
            case REPOSTED -> "retweets_of_tweet_id";
            case QUOTED -> "quotes_of_tweet_id";
        };
    }

    static String of(Counter counter) {
        return switch (counter) {
            case LIKES -> "min_likes";
            case REPLIES -> "min_replies";
            case REPOSTS -> "min_reposts";
        };
    }

    static Optional<Reference> reference(String name) {
        return Arrays.stream(Reference.values())
                .filter(reference -> of(reference).equals(name))
                .findFirst();
    }

    static Optional<Counter> counter(String name) {
        return Arrays.stream(Counter.values())
                .filter(counter -> of(counter).equals(name))
                .findFirst();
    }

    static Optional<Query.UserRole> role(String name) {
        return Arrays.stream(Query.UserRole.values())
                .filter(role -> role.value().equals(name))
                .findFirst();
    }
}
