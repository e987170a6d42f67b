package dev.weir.limits.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import dev.weir.limits.buckets.Visit;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Visits a home's entry on the member that owns it, by that member's clock. The backup gets the bytes that came of it,
 * not the operation: a second execution would read another clock.
 */
final class VisitEntry
        implements EntryProcessor<String, byte[], byte[]>, IdentifiedDataSerializable, HazelcastInstanceAware {

    /** Under which name a member's user context may hold another {@link Clock}. */
    static final String CLOCK = "dev.weir.limits.clock";

    private static final byte[] NOTHING = new byte[0];

    private byte[] operation;
    private transient @Nullable HazelcastInstance owner;
    private transient @Nullable KeepEntry backup;

    /** Made empty by Hazelcast and filled by {@link #readData}. */
    VisitEntry() {
        this(NOTHING);
    }

    VisitEntry(byte[] operation) {
        this.operation = operation;
    }

    @Override
    public byte[] process(Map.Entry<String, byte[]> entry) {
        // The same object may be executed again when a partition has moved.
        backup = null;
        Visit visit = Visit.pay(entry.getValue(), operation, nowMillis());
        byte[] bytes = visit.entry();
        if (bytes != null) {
            ((ExtendedMapEntry<String, byte[]>) entry).setValue(bytes, visit.ttlMillis(), TimeUnit.MILLISECONDS);
            backup = new KeepEntry(bytes, visit.ttlMillis());
        }
        return visit.reply();
    }

    // The cluster's time follows the master's clock on every member, so that an entry that moves keeps its time.
    private long nowMillis() {
        HazelcastInstance here = owner;
        if (here == null) {
            throw new IllegalStateException("executed outside a member");
        }
        Object clock = here.getUserContext().get(CLOCK);
        return clock instanceof Clock given ? given.millis() : here.getCluster().getClusterTime();
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        owner = instance;
    }

    @Override
    public @Nullable EntryProcessor<String, byte[], byte[]> getBackupProcessor() {
        return backup;
    }

    @Override
    public int getFactoryId() {
        return LimitsSerialization.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return LimitsSerialization.VISIT;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByteArray(operation);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        byte[] bytes = in.readByteArray();
        operation = bytes == null ? NOTHING : bytes;
    }
}
