package dev.weir.limits.buckets;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState64BitsInteger;
import io.github.bucket4j.distributed.serialization.DeserializationAdapter;
import io.github.bucket4j.distributed.serialization.Scope;
import io.github.bucket4j.distributed.serialization.SerializationAdapter;
import io.github.bucket4j.distributed.versioning.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The numbers inside a Bucket4j state with one bandwidth, without its wrapping: Bucket4j's own form repeats the
 * configuration and a statistic in every bucket and takes 281 bytes where these four numbers take about twenty.
 *
 * @param format the format number that Bucket4j gives this layout, checked again when it is read
 * @param refilledNanos when tokens last dripped in, epoch nanoseconds
 * @param tokens what is there, negative for debt
 * @param fraction a part of a token, in units of one token per period nanosecond
 */
record TokenState(int format, long refilledNanos, long tokens, long fraction) {

    private static final int NUMBERS = 3;
    private static final long[] NONE = {};

    /** Takes the numbers out of a state. */
    static TokenState of(BucketState64BitsInteger state) {
        try {
            Numbers numbers = new Numbers(0, NONE);
            BucketState64BitsInteger.SERIALIZATION_HANDLE.serialize(
                    NumbersAdapter.ONLY, numbers, state, Versions.getLatest(), Scope.PERSISTED_STATE);
            return new TokenState(numbers.format, numbers.data[0], numbers.data[1], numbers.data[2]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Puts the numbers back into a state.
     *
     * @throws MalformedBytesException if this Bucket4j does not know the format
     */
    BucketState64BitsInteger toState(BucketConfiguration configuration) {
        Numbers numbers = new Numbers(format, new long[] {refilledNanos, tokens, fraction});
        try {
            BucketState64BitsInteger state =
                    BucketState64BitsInteger.SERIALIZATION_HANDLE.deserialize(NumbersAdapter.ONLY, numbers);
            state.setConfiguration(configuration);
            return state;
        } catch (IOException | RuntimeException unknown) {
            throw new MalformedBytesException("bucket format " + format + " is unknown: " + unknown.getMessage());
        }
    }

    /** Where the adapter puts what Bucket4j writes. */
    private static final class Numbers {
        private int format;
        private long[] data;

        Numbers(int format, long[] data) {
            this.format = format;
            this.data = data;
        }
    }

    /** Hands Bucket4j's serialisation the numbers instead of a byte stream. Only what one state needs is spoken. */
    private enum NumbersAdapter implements SerializationAdapter<Numbers>, DeserializationAdapter<Numbers> {
        ONLY;

        @Override
        public void writeInt(Numbers target, int value) {
            target.format = value;
        }

        @Override
        public void writeLongArray(Numbers target, long[] value) throws IOException {
            if (value.length != NUMBERS) {
                throw new IOException("expected one bandwidth of " + NUMBERS + " numbers, saw " + value.length);
            }
            // The state's own: read at once and not kept.
            target.data = value;
        }

        @Override
        public int readInt(Numbers source) {
            return source.format;
        }

        @Override
        public long[] readLongArray(Numbers source) {
            return source.data;
        }

        @Override
        public void writeBoolean(Numbers target, boolean value) throws IOException {
            throw unspoken();
        }

        @Override
        public void writeByte(Numbers target, byte value) throws IOException {
            throw unspoken();
        }

        @Override
        public void writeLong(Numbers target, long value) throws IOException {
            throw unspoken();
        }

        @Override
        public void writeDoubleArray(Numbers target, double[] value) throws IOException {
            throw unspoken();
        }

        @Override
        public void writeString(Numbers target, @Nullable String value) throws IOException {
            throw unspoken();
        }

        @Override
        public boolean readBoolean(Numbers source) throws IOException {
            throw unspoken();
        }

        @Override
        public byte readByte(Numbers source) throws IOException {
            throw unspoken();
        }

        @Override
        public long readLong(Numbers source) throws IOException {
            throw unspoken();
        }

        @Override
        public double[] readDoubleArray(Numbers source) throws IOException {
            throw unspoken();
        }

        @Override
        public String readString(Numbers source) throws IOException {
            throw unspoken();
        }

        private static IOException unspoken() {
            return new IOException("Bucket4j's layout of a state has changed: expected a format and three numbers");
        }
    }
}
