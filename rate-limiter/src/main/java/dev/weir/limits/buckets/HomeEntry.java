package dev.weir.limits.buckets;

import dev.weir.limits.Refill;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * All live buckets of one home, as the store keeps them. Not thread-safe; made for one visit.
 *
 * <p>The bytes are {@code version, count, record*, CRC-32C of all before}, where a record is
 * {@code length, worthless-at, key, state}. Only records that a visit asks about are decoded; the others are copied as
 * they are, or left out when their time has passed, so the cost of a visit hardly grows with the number of limits.
 */
final class HomeEntry {

    /** A higher number is written by a newer version and cannot be read; 1 was before nodes held leases. */
    static final int VERSION = 2;
    /** Bounds an entry to about 100 KB. An account with ten apps and fifty endpoints stays below. */
    static final int MOST_BUCKETS = 1024;

    private static final int CHECKSUM_BYTES = Integer.BYTES;
    private static final int LONGEST_RECORD = 32 * 1024;
    private static final int MOST_HOLDINGS = 1024;

    private final byte[] bytes;
    private final List<Slot> slots;
    private int evicted;

    private HomeEntry(byte[] bytes, List<Slot> slots) {
        this.bytes = bytes;
        this.slots = slots;
    }

    static HomeEntry empty() {
        return new HomeEntry(new byte[0], new ArrayList<>());
    }

    /**
     * Reads an entry and leaves out the buckets whose time has passed.
     *
     * @throws MalformedBytesException if the bytes are not a whole entry of this version
     */
    static HomeEntry read(byte[] bytes, long nowMillis) {
        if (bytes.length < 2 + CHECKSUM_BYTES) {
            throw new MalformedBytesException(bytes.length + " bytes are too few for an entry");
        }
        if (bytes[0] != VERSION) {
            throw new MalformedBytesException("version " + bytes[0] + " is unknown, this is version " + VERSION);
        }
        int end = bytes.length - CHECKSUM_BYTES;
        if (checksum(bytes, end) != storedChecksum(bytes, end)) {
            throw new MalformedBytesException("the checksum does not fit");
        }
        ByteSource source = new ByteSource(bytes, 1, end);
        int count = source.count(MOST_BUCKETS);
        List<Slot> slots = new ArrayList<>(count + 2);
        for (int i = 0; i < count; i++) {
            int length = source.count(LONGEST_RECORD);
            int from = source.at();
            long worthlessAt = source.fixed();
            source.skip(length - Long.BYTES);
            if (worthlessAt > nowMillis) {
                slots.add(new Slot(worthlessAt, from, length));
            }
        }
        if (!source.atEnd()) {
            throw new MalformedBytesException("more than " + count + " records");
        }
        return new HomeEntry(bytes, slots);
    }

    /** The live bucket of that key, shared: changes to it are written by {@link #write}. */
    Optional<Bucket> find(KeyForm key) {
        for (Slot slot : slots) {
            if (slot.isKey(bytes, key)) {
                return Optional.of(slot.bucket(bytes, key));
            }
        }
        return Optional.empty();
    }

    /** Adds a bucket, or replaces the one of that key. */
    void put(KeyForm key, Bucket bucket) {
        slots.removeIf(slot -> slot.isKey(bytes, key));
        slots.add(new Slot(key, bucket));
    }

    /**
     * Takes in what the other side of a split has kept of the same home.
     *
     * @throws MalformedBytesException if a bucket of either side cannot be read
     */
    void merge(HomeEntry other, long nowMillis) {
        for (Slot theirs : other.slots) {
            KeyForm key = theirs.key(other.bytes);
            Bucket their = other.find(key).orElseThrow();
            find(key).ifPresentOrElse(ours -> ours.merge(their, nowMillis), () -> put(key, their));
        }
    }

    /** How many buckets had to go because the home had too many. */
    int evicted() {
        return evicted;
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** Until when this entry is worth keeping, epoch milliseconds; only right after {@link #write}. */
    long worthlessAtMillis() {
        long latest = 0;
        for (Slot slot : slots) {
            latest = Math.max(latest, slot.worthlessAt);
        }
        return latest;
    }

    byte[] write(long nowMillis) {
        for (Slot slot : slots) {
            slot.refresh(nowMillis);
        }
        slots.removeIf(slot -> slot.worthlessAt <= nowMillis);
        evict();
        ByteSink sink = new ByteSink(bytes.length + 64);
        sink.one(VERSION);
        sink.unsigned(slots.size());
        ByteSink record = new ByteSink(128);
        for (Slot slot : slots) {
            slot.write(bytes, sink, record);
        }
        int sum = checksum(sink.backing(), sink.length());
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            sink.one(sum >>> shift);
        }
        return sink.toBytes();
    }

    // Quotas are the last to go: the others come back by themselves, the soonest first.
    private void evict() {
        if (slots.size() <= MOST_BUCKETS) {
            return;
        }
        evicted = slots.size() - MOST_BUCKETS;
        slots.sort(Comparator.<Slot>comparingInt(slot -> slot.isQuota(bytes) ? 1 : 0)
                .thenComparingLong(slot -> slot.worthlessAt));
        slots.subList(0, evicted).clear();
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, end);
        return (int) sum.getValue();
    }

    private static int storedChecksum(byte[] bytes, int end) {
        int sum = 0;
        for (int i = end; i < end + CHECKSUM_BYTES; i++) {
            sum = (sum << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return sum;
    }

    /** One bucket: bytes until somebody asks for it. */
    private static final class Slot {

        private final int from;
        private final int length;
        private final @Nullable KeyForm newKey;
        private @Nullable Bucket bucket;
        private int keyLength;
        private long worthlessAt;

        Slot(long worthlessAt, int from, int length) {
            this.worthlessAt = worthlessAt;
            this.from = from;
            this.length = length;
            this.newKey = null;
        }

        Slot(KeyForm key, Bucket bucket) {
            this.from = 0;
            this.length = 0;
            this.newKey = key;
            this.bucket = bucket;
        }

        boolean isKey(byte[] entry, KeyForm wanted) {
            return newKey != null ? newKey.equals(wanted) : wanted.isAt(entry, from + Long.BYTES, from + length);
        }

        KeyForm key(byte[] entry) {
            return newKey != null ? newKey : KeyForm.read(new ByteSource(entry, from + Long.BYTES, from + length));
        }

        boolean isQuota(byte[] entry) {
            return newKey != null ? newKey.refill() == Refill.PERIOD : KeyForm.isQuota(entry[from + Long.BYTES]);
        }

        Bucket bucket(byte[] entry, KeyForm key) {
            Bucket known = bucket;
            if (known != null) {
                return known;
            }
            ByteSource source = new ByteSource(entry, from + Long.BYTES + key.length(), from + length);
            boolean seeded = source.one() == 1;
            long capacity = source.unsigned();
            long periodMillis = source.unsigned();
            long bornMillis = source.signed();
            long endsMillis = source.signed();
            TokenState tokens = new TokenState(source.count(127), source.signed(), source.signed(), source.signed());
            Holdings holdings = Holdings.read(source, bornMillis, capacity, MOST_HOLDINGS);
            known = Bucket.restored(
                    key.refill(), bornMillis, endsMillis, capacity, periodMillis, seeded, tokens, holdings);
            bucket = known;
            keyLength = key.length();
            return known;
        }

        void refresh(long nowMillis) {
            if (bucket != null) {
                bucket.advance(nowMillis);
                if (bucket.refill() != Refill.RELEASE) {
                    bucket.holdings().trim();
                }
                worthlessAt = bucket.worthlessAtMillis(nowMillis);
            }
        }

        /** @param record room for one record, whatever is in it */
        void write(byte[] entry, ByteSink sink, ByteSink record) {
            Bucket known = bucket;
            if (known == null) {
                sink.unsigned(length);
                sink.raw(entry, from, length);
                return;
            }
            record.clear();
            record.fixed(worthlessAt);
            if (newKey != null) {
                newKey.write(record);
            } else {
                record.raw(entry, from + Long.BYTES, keyLength);
            }
            record.one(known.seeded() ? 1 : 0);
            record.unsigned(known.capacity());
            record.unsigned(known.periodMillis());
            record.signed(known.bornMillis());
            record.signed(known.endsMillis());
            TokenState tokens = known.tokens();
            record.unsigned(tokens.format());
            record.signed(tokens.refilledNanos());
            record.signed(tokens.tokens());
            record.signed(tokens.fraction());
            known.holdings().write(record, known.bornMillis(), known.capacity());
            sink.unsigned(record.length());
            sink.raw(record.backing(), 0, record.length());
        }
    }
}
