package dev.weir.drills.limiter;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A limit store of one member in a process of its own. */
public final class OneMember implements AutoCloseable {

    private final String cluster;
    private final String address;
    private final Path log;
    private final NodeProcess process;
    private final HazelcastInstance administrator;

    private OneMember(String cluster, String address, Path log, NodeProcess process, HazelcastInstance administrator) {
        this.cluster = cluster;
        this.address = address;
        this.log = log;
        this.process = process;
        this.administrator = administrator;
    }

    public static OneMember start() throws IOException {
        String cluster = "drill-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        int port = NodeFleet.freePort();
        String address = "127.0.0.1:" + port;
        Path log = Files.createTempFile("weir-drill-", ".log");
        NodeProcess process =
                NodeProcess.start(List.of(), "1g", log, List.of("member", cluster, address, "127.0.0.1", "" + port));
        process.awaitReady();
        ClientConfig config = new ClientConfig();
        config.setClusterName(cluster);
        config.getNetworkConfig().addAddress(address);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        return new OneMember(cluster, address, log, process, HazelcastClient.newHazelcastClient(config));
    }

    public String cluster() {
        return cluster;
    }

    public List<String> addresses() {
        return List.of(address);
    }

    /** Entries of the map of limits. */
    int entries() {
        return administrator.getMap(NodeFleet.MAP).size();
    }

    /** Bytes used after garbage collection. */
    long heap() throws IOException {
        return Long.parseLong(process.ask("heap"));
    }

    @Override
    public void close() throws IOException {
        administrator.shutdown();
        process.close();
        Files.deleteIfExists(log);
    }
}
