package dev.weir.drills;

import java.time.Duration;
import java.util.List;

/** One of two gateways stops without going away: it holds half of the limits and answers nothing. */
final class GatewayFrozenDrill implements Drill {

    @Override
    public String promise() {
        return "SIGSTOP of one of two gateways for 15 s: no request to the other waits over 50 ms for the limiter";
    }

    @Override
    public void run(Report report) throws Exception {
        try (Fleet fleet = Fleet.start(Catalogues.with("GET /2/users/{id}", "100000 requests / 15 min"))) {
            fleet.addUsers(1);
            Gateway survivor = fleet.startGateway();
            Gateway victim = fleet.startGateway();
            // Many accounts, so that about half of them live on the frozen member.
            List<Load> loads = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> new Load(1, fleet.key("premium")))
                    .toList();
            List<Load.Running> running = loads.stream()
                    .map(load -> load.sendUntilStopped(50, n -> survivor.uri("/2/users/1")))
                    .toList();
            during(running, Duration.ofSeconds(5));
            report.answers("before", during(running, Duration.ofSeconds(5)));
            long slowBefore = GatewayKilledDrill.slow(survivor);
            victim.freeze();
            List<Load.Answer> frozen = during(running, Duration.ofSeconds(15));
            victim.thaw();
            List<Load.Answer> after = during(running, Duration.ofSeconds(15));
            for (Load.Running each : running) {
                each.stop();
            }
            loads.forEach(Load::close);
            report.answers("frozen", frozen);
            report.answers("after the thaw", after);
            report.figure(
                    "frozen: decided from this node's share",
                    frozen.stream().filter(a -> !a.degraded().isEmpty()).count());
            long failed = java.util.stream.Stream.of(frozen, after)
                    .flatMap(List::stream)
                    .filter(answer -> answer.status() != 200)
                    .count();
            report.expect("requests not answered 200", failed, failed == 0);
            long slow = GatewayKilledDrill.slow(survivor) - slowBefore;
            report.expect("decisions that waited over 50 ms for the limiter", slow, slow == 0);
        }
    }

    private static List<Load.Answer> during(List<Load.Running> running, Duration time) throws InterruptedException {
        running.forEach(Load.Running::take);
        java.util.concurrent.TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return running.stream().flatMap(each -> each.take().stream()).toList();
    }
}
