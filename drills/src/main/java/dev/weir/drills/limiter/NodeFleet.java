package dev.weir.drills.limiter;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members of a limit store and gateways that ask it, each in a process of its own; all gone when it is closed. */
final class NodeFleet implements AutoCloseable {

    static final int MEMBERS = 3;
    static final int GATEWAYS = 2;

    static final String MAP = "weir-limits";
    private static final String HEAP = "256m";

    private final Path directory;
    private final @Nullable Network network;
    private final String cluster = "drill-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private final List<Integer> ports;
    private final List<NodeProcess> members = new ArrayList<>();
    private final List<NodeProcess> gateways = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private int loadsEnded;
    private List<Traffic> offered = List.of();
    private @Nullable HazelcastInstance administrator;

    private NodeFleet(Path directory, @Nullable Network network, List<Integer> ports) {
        this.directory = directory;
        this.network = network;
        this.ports = ports;
    }

    /**
     * Three members.
     *
     * @param network what they live in: the first on its left side, the others on its right; null for this machine's
     *     loopback interface
     * @param traffic what each member is itself offered; none for a store of its own
     */
    static NodeFleet start(@Nullable Network network, List<Traffic> traffic) throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            ports.add(network == null ? freePort() : 5701);
        }
        NodeFleet fleet = new NodeFleet(Files.createTempDirectory("weir-drill-"), network, ports);
        try {
            if (network != null) {
                network.build();
                for (int i = 0; i < MEMBERS; i++) {
                    network.addHost(i, i == 0);
                }
            }
            // One after the other, so that there is never more than one cluster.
            for (int i = 0; i < MEMBERS; i++) {
                fleet.members.add(fleet.startMember(i, traffic).awaitReady());
            }
            fleet.awaitWhole();
            return fleet;
        } catch (Exception e) {
            fleet.close();
            throw e;
        }
    }

    /** Two gateways that are clients of the store; the first on the left of the network. */
    void startGateways(List<Traffic> traffic) throws Exception {
        offered = traffic;
        for (int i = 0; i < GATEWAYS; i++) {
            if (network != null) {
                network.addHost(MEMBERS + i, i == 0);
            }
            gateways.add(startGateway(i));
        }
        for (NodeProcess gateway : gateways) {
            gateway.awaitReady();
        }
    }

    private NodeProcess startGateway(int number) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("client", cluster, addresses(), "" + GATEWAYS, "" + (100 * number + 1)));
        offered.forEach(one -> arguments.add(one.toString()));
        return start(MEMBERS + number, "gateway-" + number, arguments);
    }

    /** Ends a gateway's load and the gateway, in good order, and starts both again. */
    void restartGateway(int number) throws Exception {
        long unused = stopLoad(gateways.get(number));
        gateways.get(number).terminate();
        gateways.set(number, startGateway(number).awaitReady());
        gateways.get(number).ask("go");
    }

    /** Ends a node's load and takes down what it saw; tells the highest value that its limiter's own bound had. */
    long stopLoad(NodeProcess node) throws IOException {
        Path file = directory.resolve("events-" + loadsEnded++);
        long bound = Long.parseLong(node.ask("stop " + file));
        events.addAll(Event.read(file));
        return bound;
    }

    /** What all loads that have ended saw. */
    List<Event> events() {
        return List.copyOf(events);
    }

    private NodeProcess startMember(int number, List<Traffic> traffic) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("member", cluster, addresses(), host(number), "" + ports.get(number)));
        traffic.forEach(one -> arguments.add(one.toString()));
        return start(number, "member-" + number, arguments);
    }

    private NodeProcess start(int host, String name, List<String> arguments) throws IOException {
        return NodeProcess.start(
                network == null ? List.of() : network.on(host), HEAP, directory.resolve(name + ".log"), arguments);
    }

    /** Starts a member again at its place. */
    void restartMember(int number) throws IOException {
        members.set(number, startMember(number, List.of()));
        members.get(number).awaitReady();
    }

    /** Starts all members again at once, as an operator would after a power cut. */
    void restartMembers() throws IOException {
        for (int i = 0; i < MEMBERS; i++) {
            members.set(i, startMember(i, List.of()));
        }
        for (NodeProcess member : members) {
            member.awaitReady();
        }
    }

    /** Waits until no gateway owes the store anything or holds tokens of it, 60 s at most; tells after how many ms. */
    long awaitSettled() throws Exception {
        long begun = System.nanoTime();
        for (NodeProcess gateway : gateways) {
            while (!gateway.ask("owed").equals("0") && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(60)) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /** Waits until each member sees all. */
    void awaitWhole() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (NodeProcess member : members) {
            while (!member.ask("members").equals("" + MEMBERS)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("the members do not see each other after 60 s");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    NodeProcess member(int number) {
        return members.get(number);
    }

    List<NodeProcess> members() {
        return List.copyOf(members);
    }

    List<NodeProcess> gateways() {
        return List.copyOf(gateways);
    }

    Network network() {
        if (network == null) {
            throw new IllegalStateException("these nodes have no network of their own");
        }
        return network;
    }

    /** Connects an administrator, who is then at hand at once. */
    void connectAdministrator() {
        ClientConfig config = new ClientConfig();
        config.setClusterName(cluster);
        config.getNetworkConfig().setAddresses(List.of(addresses().split(",")));
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        administrator = HazelcastClient.newHazelcastClient(config);
    }

    /** The map of all entries, as the administrator sees it. */
    IMap<String, byte[]> map() {
        HazelcastInstance connected = administrator;
        if (connected == null) {
            throw new IllegalStateException("no administrator is connected");
        }
        return connected.getMap(MAP);
    }

    private String addresses() {
        return String.join(
                ",",
                IntStream.range(0, MEMBERS)
                        .mapToObj(i -> host(i) + ":" + ports.get(i))
                        .toList());
    }

    private String host(int number) {
        return network == null ? "127.0.0.1" : Network.address(number);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        if (administrator != null) {
            administrator.getLifecycleService().terminate();
        }
        gateways.forEach(NodeProcess::close);
        members.forEach(NodeProcess::close);
        if (network != null) {
            network.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(NodeFleet::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
