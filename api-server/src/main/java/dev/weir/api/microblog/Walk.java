package dev.weir.api.microblog;

/**
 * A stretch of a list: the entries next to a place, which is not one of them. They come in the order of the list, whatever
 * the direction.
 *
 * @param from the place
 * @param back whether towards the beginning of the list
 * @param limit entries at most
 */
public record Walk(ListKey from, boolean back, int limit) {

    /** From the beginning. */
    public static Walk first(int limit) {
        return new Walk(ListKey.START, false, limit);
    }
}
