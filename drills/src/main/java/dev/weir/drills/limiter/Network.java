package dev.weir.drills.limiter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two switches joined by one cable, in a network namespace of their own, and hosts in namespaces of theirs: what is on
 * one switch goes on seeing each other when the cable is cut. Nothing of it is visible to the machine's own network.
 */
final class Network implements AutoCloseable {

    private static final String SUBNET = "10.77.0.";

    private final String prefix = "weir" + ProcessHandle.current().pid();
    private final String fabric = prefix + "-net";
    private final List<String> namespaces = new ArrayList<>();

    /** Why this machine cannot have one; empty if it can. */
    static String hindrance() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/sbin/ip")) && !Files.isExecutable(Path.of("/sbin/ip"))) {
            return "no ip command (iproute2)";
        }
        try (Network network = new Network()) {
            network.build();
            return "";
        } catch (IOException refused) {
            return "no network namespaces for this user: " + refused.getMessage();
        }
    }

    /** The switches and the cable. */
    void build() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "remove-" + fabric));
        add(fabric);
        inFabric("ip", "link", "add", "left", "type", "bridge");
        inFabric("ip", "link", "add", "right", "type", "bridge");
        inFabric("ip", "link", "add", "cable", "type", "veth", "peer", "name", "plug");
        inFabric("ip", "link", "set", "cable", "master", "left");
        inFabric("ip", "link", "set", "plug", "master", "right");
        for (String link : List.of("left", "right", "cable", "plug")) {
            inFabric("ip", "link", "set", link, "up");
        }
    }

    /** A host on the left or the right switch. */
    void addHost(int number, boolean left) throws IOException, InterruptedException {
        String name = name(number);
        add(name);
        // Made in the fabric, and one end carried over, so that it never appears outside.
        inFabric("ip", "link", "add", "port" + number, "type", "veth", "peer", "name", "host" + number);
        inFabric("ip", "link", "set", "host" + number, "netns", name);
        inFabric("ip", "link", "set", "port" + number, "master", left ? "left" : "right");
        inFabric("ip", "link", "set", "port" + number, "up");
        in(name, "ip", "address", "add", address(number) + "/24", "dev", "host" + number);
        in(name, "ip", "link", "set", "host" + number, "up");
        in(name, "ip", "link", "set", "lo", "up");
    }

    static String address(int number) {
        return SUBNET + (10 + number);
    }

    /** What a command line must begin with to run on that host. */
    List<String> on(int number) {
        return List.of("ip", "netns", "exec", name(number));
    }

    void cut() throws IOException, InterruptedException {
        inFabric("ip", "link", "set", "cable", "down");
    }

    void heal() throws IOException, InterruptedException {
        inFabric("ip", "link", "set", "cable", "up");
    }

    private String name(int number) {
        return prefix + "-" + number;
    }

    private void add(String namespace) throws IOException, InterruptedException {
        run(List.of("ip", "netns", "add", namespace));
        namespaces.add(namespace);
    }

    private void inFabric(String... command) throws IOException, InterruptedException {
        in(fabric, command);
    }

    private static void in(String namespace, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        run(all);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }

    @Override
    public synchronized void close() {
        for (String namespace : namespaces) {
            try {
                run(List.of("ip", "netns", "del", namespace));
            } catch (IOException left) {
                System.err.println("a network namespace is left: " + left.getMessage());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        namespaces.clear();
    }
}
