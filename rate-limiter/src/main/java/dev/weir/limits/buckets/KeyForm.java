package dev.weir.limits.buckets;

import dev.weir.limits.Refill;

/** A {@link BucketKey} as bytes: in operations, and in front of each bucket of an entry. */
final class KeyForm {

    private static final int WINDOW = 0;
    private static final int SMOOTH = 1;
    private static final int PERIOD = 2;
    private static final int RELEASE = 3;

    private KeyForm() {}

    static void write(BucketKey key, ByteSink sink) {
        sink.one(code(key.refill()));
        sink.text(key.limit());
        sink.text(key.holder());
        sink.text(key.period());
    }

    static BucketKey read(ByteSource source) {
        Refill refill = refill(source.one());
        return new BucketKey(refill, source.text(), source.text(), source.text());
    }

    /** The bytes alone; no key's bytes begin with another key's. */
    static byte[] bytes(BucketKey key) {
        ByteSink sink = new ByteSink(48);
        write(key, sink);
        return sink.toBytes();
    }

    static boolean isQuota(int firstByte) {
        return firstByte == PERIOD;
    }

    private static int code(Refill refill) {
        return switch (refill) {
            case WINDOW -> WINDOW;
            case SMOOTH -> SMOOTH;
            case PERIOD -> PERIOD;
            case RELEASE -> RELEASE;
        };
    }

    private static Refill refill(int code) {
        return switch (code) {
            case WINDOW -> Refill.WINDOW;
            case SMOOTH -> Refill.SMOOTH;
            case PERIOD -> Refill.PERIOD;
            case RELEASE -> Refill.RELEASE;
            default -> throw new MalformedBytesException("refill " + code + " is unknown");
        };
    }
}
