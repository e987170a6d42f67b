package dev.weir.api.endpoints;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An operation of the data API. Its id, method and path template, is the name that the catalogue, the metrics and the
 * documentation use.
 */
public enum Endpoint {
    POST("GET /2/tweets/{id}", "posts-id", Reservation.one(), Tokens.EITHER, 5),
    POSTS("GET /2/tweets", "posts", Reservation.listed("ids"), Tokens.EITHER, 5),
    SEARCH_RECENT("GET /2/tweets/search/recent", "search-recent", Reservation.page(10, 100), Tokens.EITHER, 6),
    SEARCH_ALL("GET /2/tweets/search/all", "search-all", Reservation.page(10, 500), Tokens.APP_ONLY, 6),
    COUNTS_RECENT("GET /2/tweets/counts/recent", "counts-recent", Reservation.none(), Tokens.APP_ONLY, 2),
    COUNTS_ALL("GET /2/tweets/counts/all", "counts-all", Reservation.none(), Tokens.APP_ONLY, 2),
    USER("GET /2/users/{id}", "users-id", Reservation.none(), Tokens.EITHER, 2),
    USERS("GET /2/users", "users", Reservation.none(), Tokens.EITHER, 2),
    USER_BY_USERNAME("GET /2/users/by/username/{username}", "users-by-username", Reservation.none(), Tokens.EITHER, 2),
    USERS_BY_USERNAMES("GET /2/users/by", "users-by", Reservation.none(), Tokens.EITHER, 2),
    USER_POSTS("GET /2/users/{id}/tweets", "users-posts", Reservation.page(10, 100), Tokens.EITHER, 6),
    CREATE_POST("POST /2/tweets", "create-post", Reservation.none(), Tokens.USER_ONLY, 6),
    DELETE_POST("DELETE /2/tweets/{id}", "delete-post", Reservation.none(), Tokens.USER_ONLY, 5),
    LIKE("POST /2/users/{id}/likes", "like", Reservation.none(), Tokens.USER_ONLY, 4),
    UNLIKE("DELETE /2/users/{id}/likes/{tweet_id}", "unlike", Reservation.none(), Tokens.USER_ONLY, 2),
    REPOST("POST /2/users/{id}/retweets", "repost", Reservation.none(), Tokens.USER_ONLY, 6),
    UNDO_REPOST(
            "DELETE /2/users/{id}/retweets/{source_tweet_id}", "undo-repost", Reservation.none(), Tokens.USER_ONLY, 5),
    FOLLOW("POST /2/users/{id}/following", "follow", Reservation.none(), Tokens.USER_ONLY, 4),
    UNFOLLOW("DELETE /2/users/{id}/following/{target_user_id}", "unfollow", Reservation.none(), Tokens.USER_ONLY, 2),
    HOME(
            "GET /2/users/{id}/timelines/reverse_chronological",
            "home-timeline",
            Reservation.page(100, 100),
            Tokens.USER_ONLY,
            6),
    ME("GET /2/users/me", "users-me", Reservation.none(), Tokens.USER_ONLY, 2),
    MENTIONS("GET /2/users/{id}/mentions", "users-mentions", Reservation.page(10, 100), Tokens.EITHER, 6),
    LIKED_POSTS("GET /2/users/{id}/liked_tweets", "users-liked", Reservation.page(100, 100), Tokens.USER_ONLY, 6),
    FOLLOWERS("GET /2/users/{id}/followers", "users-followers", Reservation.none(), Tokens.EITHER, 3),
    FOLLOWING("GET /2/users/{id}/following", "users-following", Reservation.none(), Tokens.EITHER, 3),
    USERS_SEARCH("GET /2/users/search", "users-search", Reservation.none(), Tokens.USER_ONLY, 2),
    QUOTES("GET /2/tweets/{id}/quote_tweets", "posts-quotes", Reservation.page(10, 100), Tokens.EITHER, 6),
    REPOSTERS("GET /2/tweets/{id}/retweeted_by", "posts-reposters", Reservation.none(), Tokens.EITHER, 3),
    LIKERS("GET /2/tweets/{id}/liking_users", "posts-likers", Reservation.none(), Tokens.USER_ONLY, 3),
    CREATE_EXPORT("POST /2/exports", "create-export", Reservation.none(), Tokens.APP_ONLY, 3),
    EXPORTS("GET /2/exports", "exports", Reservation.none(), Tokens.APP_ONLY, 1),
    EXPORT("GET /2/exports/{id}", "exports-id", Reservation.none(), Tokens.APP_ONLY, 2),
    EXPORT_PART("GET /2/exports/{id}/parts/{number}", "exports-parts", Reservation.none(), Tokens.APP_ONLY, 2),
    EXPORT_DELETIONS("GET /2/exports/{id}/deletions", "exports-deletions", Reservation.none(), Tokens.APP_ONLY, 2),
    DELETE_EXPORT("DELETE /2/exports/{id}", "delete-export", Reservation.none(), Tokens.APP_ONLY, 1),
    CREATE_COMPLIANCE_JOB("POST /2/compliance/jobs", "create-compliance-job", Reservation.none(), Tokens.APP_ONLY, 1),
    COMPLIANCE_JOBS("GET /2/compliance/jobs", "compliance-jobs", Reservation.none(), Tokens.APP_ONLY, 1),
    COMPLIANCE_JOB("GET /2/compliance/jobs/{id}", "compliance-jobs-id", Reservation.none(), Tokens.APP_ONLY, 1),
    SEARCH_STREAM("GET /2/tweets/search/stream", "search-stream", Reservation.none(), Tokens.APP_ONLY, 4),
    STREAM_RULES("GET /2/tweets/search/stream/rules", "stream-rules", Reservation.none(), Tokens.APP_ONLY, 1),
    STREAM_RULES_CHANGE(
            "POST /2/tweets/search/stream/rules", "stream-rules-change", Reservation.none(), Tokens.APP_ONLY, 3),
    STREAM_RULES_COUNTS(
            "GET /2/tweets/search/stream/rules/counts", "stream-rules-counts", Reservation.none(), Tokens.APP_ONLY, 1),
    SAMPLE_STREAM("GET /2/tweets/sample/stream", "sample-stream", Reservation.none(), Tokens.APP_ONLY, 3),
    CONNECTIONS("GET /2/connections", "connections", Reservation.none(), Tokens.APP_ONLY, 1),
    CONNECTIONS_CLOSE("DELETE /2/connections", "connections-close", Reservation.none(), Tokens.APP_ONLY, 1),
    CONNECTIONS_CLOSE_ALL("DELETE /2/connections/all", "connections-close-all", Reservation.none(), Tokens.APP_ONLY, 1),
    USAGE("GET /2/usage/tweets", "usage", Reservation.none(), Tokens.APP_ONLY, 2);

    /** What no endpoint may exceed, whatever it answers. */
    private static final int MOST_STATEMENTS = 6;

    private static final Set<String> IDS =
            Arrays.stream(values()).map(Endpoint::id).collect(Collectors.toUnmodifiableSet());

    private final String id;
    private final String slug;
    private final Reservation reservation;
    private final Tokens tokens;
    private final int statements;

    Endpoint(String id, String slug, Reservation reservation, Tokens tokens, int statements) {
        if (statements < 0 || statements > MOST_STATEMENTS) {
            throw new IllegalArgumentException(
                    id + " may send 0 to " + MOST_STATEMENTS + " statements, not " + statements);
        }
        this.id = id;
        this.slug = slug;
        this.reservation = reservation;
        this.tokens = tokens;
        this.statements = statements;
    }

    /** Method and path template, for example {@code GET /2/tweets/{id}}. */
    public String id() {
        return id;
    }

    /** A short name of {@code a-z-}, the stem of the endpoint's limit names: {@code search-recent-15m}. */
    public String slug() {
        return slug;
    }

    /** How many posts a call may hand out at most, known before it is served. */
    public Reservation reservation() {
        return reservation;
    }

    /** Which kinds of key may call it. */
    public Tokens tokens() {
        return tokens;
    }

    /**
     * How many SQL statements a call sends at most: with all expansions, at any size, with nothing in memory. At most 6. A
     * test of each endpoint counts them.
     */
    public int statements() {
        return statements;
    }

    /** The ids of all endpoints. */
    public static Set<String> ids() {
        return IDS;
    }
}
