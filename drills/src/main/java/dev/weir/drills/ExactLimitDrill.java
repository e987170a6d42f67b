package dev.weir.drills;

import java.util.List;

/** Two gateways, one key, far more requests than its limit. */
final class ExactLimitDrill implements Drill {

    private static final int REQUESTS = 3_000;
    private static final int LIMIT = 900;

    @Override
    public String promise() {
        return "with the store answering in time, " + REQUESTS + " requests over two gateways admit exactly " + LIMIT;
    }

    @Override
    public void run(Report report) throws Exception {
        try (Fleet fleet = Fleet.start(Catalogues.with("GET /2/users/{id}", LIMIT + " requests / 15 min"))) {
            fleet.addUsers(1);
            Gateway one = fleet.startGateway();
            Gateway two = fleet.startGateway();
            // A process that has just started misses deadlines; then shares decide, which are bounded but not exact.
            try (Load warmUp = new Load(4, fleet.key("premium"))) {
                warmUp.send(2L * REQUESTS, n -> (n % 2 == 0 ? one : two).uri("/2/users/1"));
            }
            try (Load load = new Load(4, fleet.key("premium"))) {
                List<Load.Answer> answers = load.send(REQUESTS, n -> (n % 2 == 0 ? one : two).uri("/2/users/1"));
                long admitted = answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .count();
                long refused = answers.stream()
                        .filter(answer -> answer.status() == 429)
                        .count();
                report.answers("3,000 requests", answers);
                for (Gateway gateway : List.of(one, two)) {
                    report.figure(
                            "decided by the store / from a share",
                            Math.round(gateway.metric("weir_limit_decisions_total", "source=\"store\"")) + " / "
                                    + Math.round(gateway.metric("weir_limit_decisions_total", "source=\"share\"")));
                }
                report.expect("admitted", admitted, admitted == LIMIT);
                report.expect("refused with 429", refused, refused == REQUESTS - LIMIT);
            }
        }
    }
}
