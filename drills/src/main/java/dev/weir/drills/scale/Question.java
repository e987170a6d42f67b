package dev.weir.drills.scale;

/** A GET request: a path with its query, and the key that asks. */
public record Question(String path, String key) {}
