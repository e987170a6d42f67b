package dev.weir.limits.cluster;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.weir.limits.store.LimitStore;
import dev.weir.limits.store.StoreUnreachableException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The limit store in a Hazelcast cluster, of which this node is a member or a client. Thread-safe. */
public final class HazelcastStore implements LimitStore {

    private static final Logger LOG = LoggerFactory.getLogger(HazelcastStore.class);

    private static final String LOGGING = "hazelcast.logging.type";

    private final HazelcastInstance hazelcast;
    private final AtomicBoolean reachable = new AtomicBoolean();
    private final AtomicBoolean opening = new AtomicBoolean();
    private volatile @Nullable Calls calls;

    private HazelcastStore(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
    }

    /**
     * Starts a member in this process and waits until it has joined, or has found nobody to join: about 2 s.
     *
     * @param host the one address to listen on
     * @param port the one port to listen on
     * @param members all members as {@code host:port}, this one included
     * @param clock times the windows of the entries that this member owns; empty for the cluster's time
     * @throws ClusterStartException if it cannot listen there
     */
    public static HazelcastStore member(
            String clusterName, String host, int port, List<String> members, Optional<Clock> clock) {
        Config config = HardenedConfig.member(clusterName, address(host), port, members);
        clock.ifPresent(given -> config.getUserContext().put(VisitEntry.CLOCK, given));
        prepare();
        HazelcastInstance hazelcast;
        try {
            hazelcast = Hazelcast.newHazelcastInstance(config);
        } catch (RuntimeException failure) {
            throw new ClusterStartException(
                    "cannot start a member of the limit store on " + host + ":" + port + ": " + failure.getMessage()
                            + "; is the port taken, and does this machine have that address?",
                    failure);
        }
        HazelcastStore store = new HazelcastStore(hazelcast);
        store.calls = Calls.of(hazelcast, hazelcast.getMap(HardenedConfig.MAP));
        store.reachable.set(true);
        return store;
    }

    /**
     * Connects to a cluster of others, in the background: until it is there, and whenever it is away, the store is
     * unreachable.
     *
     * @param members some members as {@code host:port}
     */
    public static HazelcastStore client(String clusterName, List<String> members) {
        prepare();
        HazelcastInstance hazelcast = HazelcastClient.newHazelcastClient(HardenedConfig.client(clusterName, members));
        HazelcastStore store = new HazelcastStore(hazelcast);
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.CLIENT_CONNECTED) {
                store.reachable.set(true);
                store.openLater();
            } else if (event.getState() == LifecycleState.CLIENT_DISCONNECTED) {
                store.reachable.set(false);
            }
        });
        // It may have connected before anybody listened.
        store.openLater();
        return store;
    }

    // Hazelcast reads it once for the whole process, before it looks at any configuration.
    private static void prepare() {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "slf4j");
        }
    }

    private static String address(String host) {
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new ClusterStartException("the limit store cannot listen on " + host + ": unknown host", unknown);
        }
    }

    @Override
    public CompletableFuture<byte[]> submit(String home, byte[] operation) {
        Calls entries = calls;
        if (entries == null) {
            openLater();
            throw new StoreUnreachableException("not connected to the limit store yet");
        }
        if (!reachable.get() || !hazelcast.getLifecycleService().isRunning()) {
            throw new StoreUnreachableException("the connection to the limit store is gone");
        }
        try {
            return entries.submit(home, new VisitEntry(operation));
        } catch (RuntimeException unsent) {
            throw new StoreUnreachableException("the limit store takes no calls: " + unsent.getMessage(), unsent);
        }
    }

    // Getting the map asks the cluster and may wait; a request must not.
    private void openLater() {
        if (calls != null || !opening.compareAndSet(false, true)) {
            return;
        }
        Thread opener = new Thread(this::open, "weir-limits-open");
        opener.setDaemon(true);
        opener.start();
    }

    private void open() {
        try {
            calls = Calls.of(hazelcast, hazelcast.getMap(HardenedConfig.MAP));
            reachable.set(true);
        } catch (RuntimeException away) {
            LOG.debug("The limit store is not there yet: {}", away.getMessage());
        } finally {
            opening.set(false);
        }
    }

    @Override
    public int members() {
        if (!hazelcast.getLifecycleService().isRunning() || !reachable.get()) {
            return 0;
        }
        try {
            return hazelcast.getCluster().getMembers().size();
        } catch (RuntimeException away) {
            return 0;
        }
    }

    /** The instance, for tests of this module. */
    HazelcastInstance instance() {
        return hazelcast;
    }

    /** Leaves the cluster after its entries have moved to other members, for at most 10 s. */
    @Override
    public void close() {
        reachable.set(false);
        hazelcast.shutdown();
    }
}
