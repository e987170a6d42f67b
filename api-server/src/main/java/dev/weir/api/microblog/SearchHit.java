package dev.weir.api.microblog;

/**
 * A post that matches a query.
 *
 * @param score how well, greater is better; 0 where hits come newest first
 */
public record SearchHit(CountedPost post, float score) {}
