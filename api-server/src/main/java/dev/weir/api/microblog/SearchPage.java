package dev.weir.api.microblog;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of the public posts that match a query.
 *
 * @param condition what the posts match
 * @param limit posts at most
 * @param ranked null: newest first; else best first, among the newest {@link Ranked#candidates} matches of the range
 */
public record SearchPage(
        Condition condition,
        IdRange range,
        int limit,
        @Nullable Ranked ranked) {

    /** How many of the newest matches are looked for. */
    int newest() {
        return ranked == null ? limit : ranked.candidates();
    }

    /**
     * Best first.
     *
     * @param terms text of a {@code tsquery} over the terms of {@link SearchTerms}: what a better hit says more of
     * @param candidates how many of the newest matches are ranked at all, which bounds the work
     * @param after the last hit of the page before; null for the first page
     */
    public record Ranked(
            String terms, int candidates, @Nullable SearchKey after) {}

    /**
     * A hit's place among ranked hits: by score, then by id, both descending.
     *
     * @param score as {@link SearchHit#score}
     */
    public record SearchKey(float score, long id) {}
}
