package dev.weir.limits.cluster;

import com.hazelcast.client.HazelcastClientNotActiveException;
import com.hazelcast.client.impl.clientside.HazelcastClientInstanceImpl;
import com.hazelcast.client.impl.clientside.HazelcastClientProxy;
import com.hazelcast.client.impl.protocol.ClientMessage;
import com.hazelcast.client.impl.protocol.codec.MapSubmitToKeyCodec;
import com.hazelcast.client.impl.spi.impl.ClientInvocation;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.SerializationService;
import com.hazelcast.internal.util.ThreadUtil;
import java.util.concurrent.CompletableFuture;

/** Calls of a client, in the form in which its own map sends them. */
final class ClientCalls implements Calls {

    private final HazelcastClientProxy proxy;
    private final String map;

    /** @param map its name */
    ClientCalls(HazelcastClientProxy proxy, String map) {
        this.proxy = proxy;
        this.map = map;
    }

    @Override
    public CompletableFuture<byte[]> submit(String home, VisitEntry visit) {
        HazelcastClientInstanceImpl client = proxy.client;
        if (client == null) {
            throw new HazelcastClientNotActiveException();
        }
        SerializationService serialization = client.getSerializationService();
        Data key = serialization.toData(home);
        ClientMessage request =
                MapSubmitToKeyCodec.encodeRequest(map, serialization.toData(visit), key, ThreadUtil.getThreadId());
        int partition = client.getClientPartitionService().getPartitionId(key);
        return new ClientInvocation(client, request, map, partition)
                .invoke()
                .thenApplyAsync(
                        answer -> serialization.<byte[]>toObject(MapSubmitToKeyCodec.decodeResponse(answer)),
                        Runnable::run);
    }
}
