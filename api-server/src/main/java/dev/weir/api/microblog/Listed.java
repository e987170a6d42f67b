package dev.weir.api.microblog;

/** An entry of a list and its place there. */
public record Listed<T>(T item, ListKey key) {}
