package dev.weir.limits.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import java.util.concurrent.CompletableFuture;

/** Calls of a member, whose map is in this process. */
final class MemberCalls implements Calls {

    private final HazelcastInstance hazelcast;
    private final MapProxyImpl<String, byte[]> map;
    private final SerializationService serialization;

    MemberCalls(HazelcastInstance hazelcast, MapProxyImpl<String, byte[]> map) {
        this.hazelcast = hazelcast;
        this.map = map;
        this.serialization = map.getNodeEngine().getSerializationService();
    }

    @Override
    public CompletableFuture<byte[]> submit(String home, VisitEntry visit) {
        visit.setHazelcastInstance(hazelcast);
        return map.executeOnKeyInternal(home, visit).thenApplyAsync(serialization::<byte[]>toObject, Runnable::run);
    }
}
