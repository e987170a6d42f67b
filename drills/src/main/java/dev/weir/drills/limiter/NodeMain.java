package dev.weir.drills.limiter;

import dev.weir.limits.LimiterStats;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.node.LimiterNode;
import dev.weir.limits.node.LimiterSettings;
import dev.weir.limits.node.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One node of the limiter in a process of its own. Does what it is told, a line each, answers each with a line, and ends
 * with its input, so that it does not outlive who started it; told to terminate, it leaves the cluster in good order.
 */
final class NodeMain {

    private NodeMain() {}

    /**
     * Starts the node, then does what it is told.
     *
     * @param args {@code member CLUSTER MEMBERS HOST PORT [TRAFFIC…]} or {@code client CLUSTER MEMBERS NODES SEED
     *     [TRAFFIC…]}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> members = List.of(args[2].split(","));
        boolean isMember = args[0].equals("member");
        Topology topology = isMember
                ? new Topology.Member(args[1], args[3], Integer.parseInt(args[4]), members)
                : new Topology.Client(args[1], members, Integer.parseInt(args[3]));
        NodeLoad load =
                new NodeLoad(Arrays.stream(args).skip(5).map(Traffic::parse).toList(), Long.parseLong(args[4]));
        LimiterNode node = LimiterNode.start(new LimiterSettings(topology, guard()), UsageLedger.empty(), load);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "leave"));
        System.out.println("ready");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(answer(line, node, load));
            }
        }
        // Nobody is left to leave anything to.
        Runtime.getRuntime().halt(0);
    }

    private static String answer(String line, LimiterNode node, NodeLoad load)
            throws IOException, InterruptedException {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "begin" -> {
                load.begin(node);
                return "begun";
            }
            case "go" -> {
                load.start(node);
                return "going";
            }
            case "stop" -> {
                return Long.toString(load.stop(Path.of(words[1])));
            }
            case "left" -> {
                return load.left(node).stream().map(String::valueOf).collect(Collectors.joining(","));
            }
            case "members" -> {
                return Integer.toString(node.health().members());
            }
            case "owed" -> {
                LimiterStats stats = node.stats();
                return Long.toString(stats.owingHomes() + stats.leasedTokens());
            }
            case "heap" -> {
                return Long.toString(usedHeap());
            }
            default -> throw new IllegalArgumentException("not a command: " + line);
        }
    }

    // The usual one. On a machine that is too busy to keep it, a longer deadline at least shows that a drill works.
    private static GuardSettings guard() {
        GuardSettings usual = GuardSettings.defaults();
        Duration deadline = Duration.ofMillis(
                Integer.getInteger("weir.drill.deadline", (int) usual.deadline().toMillis()));
        return new GuardSettings(deadline, usual.callsInFlight(), usual.breaker(), usual.homesRemembered());
    }

    private static long usedHeap() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
