package dev.weir.limits.cluster;

import com.hazelcast.client.impl.clientside.HazelcastClientProxy;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import java.util.concurrent.CompletableFuture;

/**
 * Calls of a map whose answers are taken in by the thread that brings them, which is quick and never waits. By the public
 * way each answer is handed to one more thread, and on two cores that took a third of the time of a call; Hazelcast 5
 * offers no choice there, so this goes below it.
 */
@FunctionalInterface
interface Calls {

    /** Visits the entry of a home; its reply, or the failure of the call. Returns at once. */
    CompletableFuture<byte[]> submit(String home, VisitEntry visit);

    /** Calls of that map, which is a member's or a client's. */
    static Calls of(HazelcastInstance hazelcast, IMap<String, byte[]> map) {
        if (map instanceof MapProxyImpl<String, byte[]> here) {
            return new MemberCalls(hazelcast, here);
        }
        if (hazelcast instanceof HazelcastClientProxy proxy) {
            return new ClientCalls(proxy, map.getName());
        }
        return (home, visit) -> map.<byte[]>submitToKey(home, visit).toCompletableFuture();
    }
}
