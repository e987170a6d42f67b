package dev.weir.api.endpoints;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An operation of the data API. Its id, method and path template, is the name that the catalogue, the metrics and the
 * documentation use.
 */
public enum Endpoint {
    POST("GET /2/tweets/{id}", "posts-id", Reservation.one()),
    POSTS("GET /2/tweets", "posts", Reservation.listed("ids")),
    SEARCH_RECENT("GET /2/tweets/search/recent", "search-recent", Reservation.page(10, 100)),
    USER("GET /2/users/{id}", "users-id", Reservation.none()),
    USERS("GET /2/users", "users", Reservation.none()),
    USER_BY_USERNAME("GET /2/users/by/username/{username}", "users-by-username", Reservation.none()),
    USERS_BY_USERNAMES("GET /2/users/by", "users-by", Reservation.none()),
    USER_POSTS("GET /2/users/{id}/tweets", "users-posts", Reservation.page(10, 100)),
    USAGE("GET /2/usage/tweets", "usage", Reservation.none(), false);

    private static final Set<String> IDS =
            Arrays.stream(values()).map(Endpoint::id).collect(Collectors.toUnmodifiableSet());

    private final String id;
    private final String slug;
    private final Reservation reservation;
    private final boolean servesUserTokens;

    Endpoint(String id, String slug, Reservation reservation) {
        this(id, slug, reservation, true);
    }

    Endpoint(String id, String slug, Reservation reservation, boolean servesUserTokens) {
        this.id = id;
        this.slug = slug;
        this.reservation = reservation;
        this.servesUserTokens = servesUserTokens;
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

    /** Whether a key that acts for a microblog user may call it; every endpoint so far serves app-only keys. */
    public boolean servesUserTokens() {
        return servesUserTokens;
    }

    /** The ids of all endpoints. */
    public static Set<String> ids() {
        return IDS;
    }
}
