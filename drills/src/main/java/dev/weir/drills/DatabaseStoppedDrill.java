package dev.weir.drills;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** PostgreSQL is stopped under load and comes back. */
final class DatabaseStoppedDrill implements Drill {

    private static final String HOT = "/2/users/1";

    @Override
    public String promise() {
        return "PostgreSQL off for 15 s: cached reads and limits go on, the rest is an honest 503, all recovers by itself";
    }

    @Override
    public void run(Report report) throws Exception {
        try (Fleet fleet = Fleet.start(Catalogues.with("GET /2/users/{id}", "100000 requests / 15 min"))) {
            fleet.addUsers(50_000);
            Gateway gateway = fleet.startGateway();
            try (Load hot = new Load(4, fleet.key("premium"));
                    Load cold = new Load(4, fleet.key("premium"))) {
                Load.Running hits = hot.sendUntilStopped(200, n -> gateway.uri(HOT));
                Load.Running misses = cold.sendUntilStopped(100, n -> gateway.uri("/2/users/" + (2 + n)));
                TimeUnit.SECONDS.sleep(5);
                hits.take();
                misses.take();
                fleet.stopDatabase();
                TimeUnit.SECONDS.sleep(15);
                List<Load.Answer> cached = hits.take();
                List<Load.Answer> uncached = misses.take();
                fleet.startDatabase();
                TimeUnit.SECONDS.sleep(5);
                hits.take();
                misses.take();
                TimeUnit.SECONDS.sleep(5);
                List<Load.Answer> recovered = misses.take();
                hits.stop();
                misses.stop();
                judge(report, cached, uncached, recovered);
            }
        }
    }

    private static void judge(
            Report report, List<Load.Answer> cached, List<Load.Answer> uncached, List<Load.Answer> recovered) {
        report.answers("cached, database off", cached);
        report.answers("uncached, database off", uncached);
        report.answers("uncached, 5 s after the return", recovered);
        long lost = cached.stream().filter(answer -> answer.status() != 200).count();
        report.expect("cached reads not answered 200", lost, lost == 0);
        long wrong = uncached.stream()
                .filter(answer -> answer.status() != 503 && answer.status() != 200)
                .count();
        report.expect("uncached reads answered neither 200 nor 503", wrong, wrong == 0);
        long html = uncached.stream()
                .filter(answer ->
                        answer.status() == 503 && !answer.contentType().startsWith("application/problem+json"))
                .count();
        report.expect("503 without a problem document", html, html == 0);
        long failing =
                recovered.stream().filter(answer -> answer.status() != 200).count();
        report.expect("failures 5 s after the return", failing, failing == 0);
    }
}
