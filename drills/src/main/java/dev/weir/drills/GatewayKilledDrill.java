package dev.weir.drills;

import java.time.Duration;
import java.util.List;

/** One of two gateways, and half of the limit store with it, is killed under load. */
final class GatewayKilledDrill implements Drill {

    @Override
    public String promise() {
        return "kill -9 of one of two gateways: the other answers every request, and no limit is forgotten";
    }

    @Override
    public void run(Report report) throws Exception {
        try (Fleet fleet = Fleet.start(Catalogues.with("GET /2/users/{id}", "100000 requests / 15 min"))) {
            fleet.addUsers(1);
            Gateway survivor = fleet.startGateway();
            Gateway victim = fleet.startGateway();
            try (Load load = new Load(8, fleet.key("premium"))) {
                Load.Running running = load.sendUntilStopped(400, n -> survivor.uri("/2/users/1"));
                running.during(Duration.ofSeconds(5));
                report.answers("before", running.during(Duration.ofSeconds(5)));
                long slowBefore = slow(survivor);
                victim.kill();
                List<Load.Answer> after = running.during(Duration.ofSeconds(15));
                running.stop();
                report.answers("after the kill", after);
                long failed =
                        after.stream().filter(answer -> answer.status() != 200).count();
                report.expect("requests not answered 200", failed, failed == 0);
                long slow = slow(survivor) - slowBefore;
                report.expect("decisions that waited over 50 ms for the limiter", slow, slow == 0);
            }
        }
    }

    /** Decisions so far that took longer than 50 ms. */
    static long slow(Gateway gateway) throws Exception {
        // From one scrape: between two of them requests go on.
        String metrics = gateway.metrics();
        double all = Gateway.sum(metrics, "weir_limit_decision_seconds_count");
        double fast = Gateway.sum(metrics, "weir_limit_decision_seconds_bucket", "le=\"0.05\"");
        return Math.round(all - fast);
    }
}
