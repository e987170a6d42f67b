package dev.weir.api.microblog;

/**
 * Asks for a page of one user's home timeline: what those it follows have written, and what it has written itself.
 *
 * @param order as of {@link TimelinePage.Order}; handed out newest first either way
 * @param limit posts at most
 * @param depth how many of the newest entries can be reached at all
 */
public record HomePage(
        long userId,
        IdRange range,
        TimelinePage.Order order,
        int limit,
        int depth,
        boolean withReplies,
        boolean withReposts) {}
