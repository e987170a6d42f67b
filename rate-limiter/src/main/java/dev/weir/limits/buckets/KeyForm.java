package dev.weir.limits.buckets;

import dev.weir.limits.Refill;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BucketKey} as bytes, as it stands in operations and in front of each bucket of an entry. Whoever owns the entry
 * compares these bytes and never reads the texts in them. No form begins with another one. Immutable and thread-safe.
 */
public final class KeyForm {

    private static final int WINDOW = 0;
    private static final int SMOOTH = 1;
    private static final int PERIOD = 2;
    private static final int RELEASE = 3;
    private static final int TEXTS = 3;

    private final Refill refill;
    private final byte[] bytes;
    /** Whoever comes first reads it; another one would read the same. */
    private @Nullable BucketKey key;

    private KeyForm(Refill refill, byte[] bytes, @Nullable BucketKey key) {
        this.refill = refill;
        this.bytes = bytes;
        this.key = key;
    }

    /** The form of a key. */
    public static KeyForm of(BucketKey key) {
        ByteSink sink = new ByteSink(48);
        sink.one(code(key.refill()));
        sink.text(key.limit());
        sink.text(key.holder());
        sink.text(key.period());
        return new KeyForm(key.refill(), sink.toBytes(), key);
    }

    /** The form that begins here. */
    static KeyForm read(ByteSource source) {
        int from = source.at();
        Refill refill = refill(source.one());
        for (int i = 0; i < TEXTS; i++) {
            source.skipText();
        }
        return new KeyForm(refill, source.since(from), null);
    }

    /** What it is the form of. */
    public BucketKey key() {
        BucketKey known = key;
        if (known == null) {
            ByteSource source = new ByteSource(bytes, 1, bytes.length);
            known = new BucketKey(refill, source.text(), source.text(), source.text());
            key = known;
        }
        return known;
    }

    Refill refill() {
        return refill;
    }

    int length() {
        return bytes.length;
    }

    void write(ByteSink sink) {
        sink.raw(bytes, 0, bytes.length);
    }

    /** Whether it stands in these bytes there. */
    boolean isAt(byte[] entry, int from, int end) {
        return end - from >= bytes.length && Arrays.equals(entry, from, from + bytes.length, bytes, 0, bytes.length);
    }

    /** Whether what begins with that byte is a quota's. */
    static boolean isQuota(int firstByte) {
        return firstByte == PERIOD;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyForm form && Arrays.equals(bytes, form.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return key().toString();
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
