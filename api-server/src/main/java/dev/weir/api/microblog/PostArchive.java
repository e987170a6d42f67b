package dev.weir.api.microblog;

import java.util.List;

/** Reads the public posts that match a query in the order they were written, for those who want all of them. */
public interface PostArchive {

    /**
     * The first matches of a range, oldest first, in one statement.
     *
     * @param query text of a {@code tsquery} over the terms of {@link SearchTerms}
     * @param limit posts at most
     * @throws MicroblogUnavailableException it cannot be found out
     */
    List<CountedPost> oldest(String query, IdRange range, int limit);
}
