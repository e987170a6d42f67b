package dev.weir.api.microblog;

import java.util.List;

/**
 * What has changed in the microblog since it was last asked.
 *
 * @param posts posts that changed or are gone
 * @param users users whose profile, counters or list of posts changed
 * @param authors users who were hidden or shown again, and so all their posts were
 * @param everything whether nothing that was read before can be relied on
 */
public record Changes(List<Long> posts, List<Long> users, List<Long> authors, boolean everything) {

    /** Nothing. */
    public static final Changes NONE = new Changes(List.of(), List.of(), List.of(), false);

    /** Anything may have. */
    public static final Changes EVERYTHING = new Changes(List.of(), List.of(), List.of(), true);

    public Changes {
        posts = List.copyOf(posts);
        users = List.copyOf(users);
        authors = List.copyOf(authors);
    }

    /** Hears of changes. */
    @FunctionalInterface
    public interface Source {
        /**
         * All that was committed since the last call and before this one.
         *
         * @throws MicroblogUnavailableException when that cannot be found out; the next call tells it
         */
        Changes next();
    }
}
