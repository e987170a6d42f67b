package dev.weir.limits.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import java.util.concurrent.CompletableFuture;

/**
 * Calls of a member. The thread that brings an answer also takes it in, which is quick and never waits. By the public way
 * each answer is handed to one more thread, and on two cores that took a third of the time of a call; Hazelcast 5 offers
 * no choice there, so this goes below it.
 */
final class MemberCalls {

    private final HazelcastInstance hazelcast;
    private final MapProxyImpl<String, byte[]> map;
    private final SerializationService serialization;

    /** @param map of this member; a client's map is another class */
    MemberCalls(HazelcastInstance hazelcast, MapProxyImpl<String, byte[]> map) {
        this.hazelcast = hazelcast;
        this.map = map;
        this.serialization = map.getNodeEngine().getSerializationService();
    }

    /** Visits an entry; its reply, or the failure of the call. */
    CompletableFuture<byte[]> submit(String home, VisitEntry visit) {
        visit.setHazelcastInstance(hazelcast);
        return map.executeOnKeyInternal(home, visit).thenApplyAsync(serialization::<byte[]>toObject, Runnable::run);
    }
}
