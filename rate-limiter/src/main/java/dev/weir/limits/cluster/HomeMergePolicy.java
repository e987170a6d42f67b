package dev.weir.limits.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import dev.weir.limits.buckets.Visit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins what the two sides of a split have kept of one home: what either has admitted stays charged. Hazelcast's own
 * policies pick one side and forget the other's.
 */
public final class HomeMergePolicy
        implements SplitBrainMergePolicy<byte[], MergingValue<byte[]>, byte[]>,
                IdentifiedDataSerializable,
                HazelcastInstanceAware {

    private transient @Nullable HazelcastInstance member;

    /** Made by Hazelcast, which knows it by its name. */
    public HomeMergePolicy() {}

    @Override
    public byte @Nullable [] merge(
            @Nullable MergingValue<byte[]> mergingValue, @Nullable MergingValue<byte[]> existingValue) {
        byte[] theirs = mergingValue == null ? null : mergingValue.getDeserializedValue();
        byte[] ours = existingValue == null ? null : existingValue.getDeserializedValue();
        if (theirs == null || ours == null) {
            return ours == null ? theirs : ours;
        }
        byte[] joined = Visit.merge(ours, theirs, nowMillis()).entry();
        return joined == null ? ours : joined;
    }

    private long nowMillis() {
        HazelcastInstance here = member;
        // Without a clock nothing has ended yet: the next visit drops what has.
        return here == null ? 0 : here.getCluster().getClusterTime();
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        member = instance;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HomeMergePolicy;
    }

    @Override
    public int hashCode() {
        return Objects.hash(HomeMergePolicy.class.getName());
    }

    @Override
    public int getFactoryId() {
        return LimitsSerialization.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return LimitsSerialization.MERGE;
    }

    @Override
    public void writeData(ObjectDataOutput out) {}

    @Override
    public void readData(ObjectDataInput in) {}
}
