package dev.weir.limits.cluster;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/**
 * Makes what travels between members, without Java serialisation. Members of a separate cluster need this jar and this
 * factory: {@link #register} does it in code, {@code data-serializable-factory} with {@link #FACTORY_ID} in a file.
 */
public final class LimitsSerialization implements DataSerializableFactory {

    /** The number of this factory, "weir" in ASCII. */
    public static final int FACTORY_ID = 0x77656972;

    static final int VISIT = 1;
    static final int KEEP = 2;
    static final int MERGE = 3;

    /** Made by Hazelcast when it is named in a configuration file. */
    public LimitsSerialization() {}

    /** Adds the factory to a member's or client's configuration. */
    public static void register(SerializationConfig config) {
        config.addDataSerializableFactory(FACTORY_ID, new LimitsSerialization());
    }

    @Override
    public IdentifiedDataSerializable create(int typeId) {
        return switch (typeId) {
            case VISIT -> new VisitEntry();
            case KEEP -> new KeepEntry();
            case MERGE -> new HomeMergePolicy();
            default -> throw new IllegalArgumentException("type " + typeId + " is unknown");
        };
    }
}
