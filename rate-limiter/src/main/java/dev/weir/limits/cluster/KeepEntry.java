package dev.weir.limits.cluster;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts an entry's new bytes onto its backup. */
final class KeepEntry implements EntryProcessor<String, byte[], byte[]>, IdentifiedDataSerializable {

    private byte[] bytes;
    private long ttlMillis;

    /** Made empty by Hazelcast and filled by {@link #readData}. */
    KeepEntry() {
        this(new byte[0], 1);
    }

    KeepEntry(byte[] bytes, long ttlMillis) {
        this.bytes = bytes;
        this.ttlMillis = ttlMillis;
    }

    @Override
    public byte @Nullable [] process(Map.Entry<String, byte[]> entry) {
        ((ExtendedMapEntry<String, byte[]>) entry).setValue(bytes, ttlMillis, TimeUnit.MILLISECONDS);
        return null;
    }

    @Override
    public @Nullable EntryProcessor<String, byte[], byte[]> getBackupProcessor() {
        return null;
    }

    @Override
    public int getFactoryId() {
        return LimitsSerialization.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return LimitsSerialization.KEEP;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByteArray(bytes);
        out.writeLong(ttlMillis);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        byte[] read = in.readByteArray();
        bytes = read == null ? new byte[0] : read;
        ttlMillis = in.readLong();
    }
}
