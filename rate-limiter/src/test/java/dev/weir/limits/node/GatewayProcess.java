package dev.weir.limits.node;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.guard.GuardSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A gateway's limiter in a process of its own: reads how many requests to decide, a line each, and says how many passed. */
final class GatewayProcess {

    static final Limit TIMELINE = Limit.window("timeline-15m", Unit.REQUESTS, 900, Duration.ofMinutes(15));

    private GatewayProcess() {}

    /** Takes the port to listen on, then the ports of all. */
    public static void main(String[] args) throws IOException {
        List<Integer> ports = Arrays.stream(args).map(Integer::valueOf).toList();
        try (LimiterNode node = start(ports.get(0), ports.subList(1, ports.size()), Duration.ofSeconds(1));
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready " + node.health().members());
            String line;
            while ((line = lines.readLine()) != null) {
                System.out.println("admitted " + admitted(node, Integer.parseInt(line)));
            }
        }
    }

    static LimiterNode start(int port, List<Integer> ports, Duration deadline) {
        GuardSettings usual = GuardSettings.defaults();
        GuardSettings guard =
                new GuardSettings(deadline, usual.callsInFlight(), usual.breaker(), usual.homesRemembered());
        List<String> members = ports.stream().map(one -> "127.0.0.1:" + one).toList();
        return LimiterNode.start(
                new LimiterSettings(
                        new Topology.Member("processes-" + ports.get(0), "127.0.0.1", port, members), guard),
                UsageLedger.empty());
    }

    static int admitted(LimiterNode node, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += node.decide(request("shared", TIMELINE)) instanceof Decision.Allowed ? 1 : 0;
        }
        return admitted;
    }

    static LimitRequest request(String home, Limit limit) {
        return new LimitRequest(home, List.of(Demand.of(limit, "app-17", 1)));
    }
}
