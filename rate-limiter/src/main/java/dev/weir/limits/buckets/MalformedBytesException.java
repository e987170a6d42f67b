package dev.weir.limits.buckets;

/** Bytes that should be ours cannot be read: truncated, damaged, or written by a newer version. */
public final class MalformedBytesException extends RuntimeException {

    public MalformedBytesException(String message) {
        super(message);
    }
}
