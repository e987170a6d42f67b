package dev.weir.api.microblog;

import java.util.List;

/**
 * Reads the public posts that meet a condition in the order they were written, for those who want all of them. What matches
 * is what a search for the condition finds.
 *
 * <p>There are two ways to the same posts. Each is one statement, and ends within a part of
 * {@link SqlMicroblog#SEARCH_BUDGET} or not at all.
 */
public interface PostArchive {

    /**
     * What was read of a range, from its beginning.
     *
     * @param posts the matches, oldest first
     * @param reached the smallest id that may be a match still to be read; every match with a smaller id is among the posts
     */
    record Stretch(List<CountedPost> posts, long reached) {
        public Stretch {
            posts = List.copyOf(posts);
        }
    }

    /**
     * Reads the posts of a range one by one until enough of them match. Its time depends on {@code rows} alone, so a
     * condition that hardly any post meets is read to the end in many small steps.
     *
     * @param rows posts read at most, matches or not; at least 1
     * @param limit matches at most; at least 1
     * @throws SearchTooBroadException so many posts cannot be looked at in time; fewer may be
     * @throws MicroblogUnavailableException it cannot be found out
     */
    Stretch walk(Condition condition, IdRange range, int rows, int limit);

    /**
     * Looks the whole range up in the indexes, and takes the oldest matches. Its time depends on how many there are.
     *
     * @param limit matches at most; at least 1
     * @throws SearchTooBroadException there are too many, or the indexes do not lead to them
     * @throws MicroblogUnavailableException it cannot be found out
     */
    Stretch lookUp(Condition condition, IdRange range, int limit);
}
