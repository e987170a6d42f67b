package dev.weir.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real evening, or one like it, written through two gateways while a hundred streams listen to both. */
final class FightNightDrill implements Drill {

    private static final int WRITERS = 8;
    private static final int APPS = 10;
    private static final int CONNECTIONS = 100;
    private static final int OTHER_RULES = 99;
    private static final long SEED = 20170827;
    private static final Duration REAL_TIME = Duration.ofSeconds(30);
    private static final String WARM_UP = "warm-up";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Optional<Path> file;

    /** @param file posts to write; made up when empty */
    FightNightDrill(Optional<Path> file) {
        this.file = file;
    }

    @Override
    public String promise() {
        return CONNECTIONS + " streams over two gateways: every post once, all in the same order, p99 within 1 s";
    }

    @Override
    public void run(Report report) throws Exception {
        List<Night.Entry> night = file.isPresent() ? Night.read(file.get()) : Night.madeUp(SEED);
        report.figure("posts", night.size() + (file.isPresent() ? " of " + file.get() : " made up, seed " + SEED));
        try (Fleet fleet = Fleet.start(Catalogues.with("POST /2/tweets", "unlimited"))) {
            fleet.addUsers(WRITERS);
            Gateway one = fleet.startGateway();
            Gateway two = fleet.startGateway();
            List<Gateway> gateways = List.of(one, two);
            List<String> writers = IntStream.rangeClosed(1, WRITERS)
                    .mapToObj(user -> fleet.userKey("first-party", user))
                    .toList();
            List<Listener> listeners = listen(fleet, gateways);
            try {
                report.figure("streams open", listeners.size() + ", rules " + APPS * (OTHER_RULES + 1));
                Stage stage = new Stage(gateways, writers, listeners, report);
                stage.play(WARM_UP, night.subList(0, Math.min(300, night.size())), 0);
                stage.play("at 1x for " + REAL_TIME.toSeconds() + " s", busiest(night), 1);
                stage.play("at 60x", night, 60);
                stage.play("as fast as possible", night, 0);
                killed(fleet, one, two, report);
            } finally {
                listeners.forEach(Listener::close);
            }
        }
    }

    /** The posts of the stretch of {@link #REAL_TIME} that has the most. */
    private static List<Night.Entry> busiest(List<Night.Entry> night) {
        int best = 0;
        int bestEnd = 0;
        int end = 0;
        for (int start = 0; start < night.size(); start++) {
            while (end < night.size()
                    && night.get(end).millis() - night.get(start).millis() < REAL_TIME.toMillis()) {
                end++;
            }
            if (end - start > bestEnd - best) {
                best = start;
                bestEnd = end;
            }
        }
        return night.subList(best, bestEnd);
    }

    private List<Listener> listen(Fleet fleet, List<Gateway> gateways) throws Exception {
        List<Listener> listeners = new ArrayList<>();
        for (int app = 0; app < APPS; app++) {
            String key = fleet.key("first-party");
            addRules(gateways.get(0), key);
            for (int i = 0; i < CONNECTIONS / APPS; i++) {
                String fields = i % 3 == 0 ? "?expansions=author_id&tweet.fields=created_at,entities" : "";
                Listener listener =
                        Listener.open(gateways.get(i % gateways.size()).uri("/2/tweets/search/stream" + fields), key);
                if (listener.status() != 200) {
                    throw new IllegalStateException("a stream was refused: " + listener.status());
                }
                listeners.add(listener);
            }
        }
        return listeners;
    }

    /** One rule that finds everything the writers write, and many that find little or nothing. */
    private void addRules(Gateway gateway, String key) throws Exception {
        String everything = IntStream.rangeClosed(1, WRITERS)
                .mapToObj(user -> "from:user" + user)
                .collect(Collectors.joining(" OR "));
        List<Map<String, String>> rules = new ArrayList<>(List.of(Map.of("value", everything, "tag", "all")));
        for (int i = 0; i < OTHER_RULES; i++) {
            rules.add(Map.of("value", "(boxing OR word" + i + ") lang:en -other" + i));
        }
        HttpResponse<String> answer =
                send(gateway.uri("/2/tweets/search/stream/rules"), key, JSON.writeValueAsString(Map.of("add", rules)));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("rules were refused: " + answer.body());
        }
    }

    private HttpResponse<String> send(URI uri, String key, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A plan with one connection gets it back after its gateway was killed. */
    private void killed(Fleet fleet, Gateway survivor, Gateway victim, Report report) throws Exception {
        String key = fleet.key("basic");
        addFew(survivor, key);
        try (Listener first = Listener.open(victim.uri("/2/tweets/search/stream"), key)) {
            report.expect("a basic key's one stream", first.status(), first.status() == 200);
            victim.kill();
            long killed = System.nanoTime();
            int status;
            do {
                TimeUnit.MILLISECONDS.sleep(500);
                try (Listener again = Listener.open(survivor.uri("/2/tweets/search/stream?backfill_minutes=1"), key)) {
                    status = again.status();
                }
            } while (status == 429 && System.nanoTime() - killed < PATIENCE.toNanos());
            double seconds = (System.nanoTime() - killed) / 1e9;
            report.expect(
                    "its place is free again after kill -9, s",
                    String.format(Locale.ROOT, "%.1f (%d)", seconds, status),
                    status == 200 && seconds < 30);
        }
    }

    private void addFew(Gateway gateway, String key) throws Exception {
        send(gateway.uri("/2/tweets/search/stream/rules"), key, "{\"add\":[{\"value\":\"weir\"}]}");
    }

    /** Writers, listeners, and what is said of them. */
    private final class Stage {

        private final List<Gateway> gateways;
        private final List<String> writers;
        private final List<Listener> listeners;
        private final Report report;

        Stage(List<Gateway> gateways, List<String> writers, List<Listener> listeners, Report report) {
            this.gateways = gateways;
            this.writers = writers;
            this.listeners = listeners;
            this.report = report;
        }

        /** @param speed how much faster than it was; 0 for no waiting at all */
        void play(String name, List<Night.Entry> night, double speed) throws Exception {
            Map<Long, Long> written = new ConcurrentHashMap<>();
            List<List<Long>> orders = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(writers.size());
            long began = System.nanoTime();
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int writer = 0; writer < writers.size(); writer++) {
                int number = writer;
                running.add(threads.submit(() -> write(number, night, speed, began, written)));
            }
            for (Future<List<Long>> each : running) {
                orders.add(each.get());
            }
            threads.shutdown();
            double seconds = (System.nanoTime() - began) / 1e9;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline
                    && listeners.stream().anyMatch(listener -> listener.count() < written.size())) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            // A duplicate would come late.
            TimeUnit.SECONDS.sleep(1);
            report.figure(
                    name + ": posts written, and per second",
                    String.format(Locale.ROOT, "%d, %.0f", written.size(), written.size() / seconds));
            judge(name, written, orders);
        }

        private List<Long> write(int writer, List<Night.Entry> night, double speed, long began, Map<Long, Long> written)
                throws Exception {
            List<Long> order = new ArrayList<>();
            long first = night.isEmpty() ? 0 : night.get(0).millis();
            int turn = writer;
            for (Night.Entry entry : night) {
                if (Math.floorMod(Long.hashCode(entry.author()), writers.size()) != writer) {
                    continue;
                }
                if (speed > 0) {
                    long due = began + (long) ((entry.millis() - first) * 1e6 / speed);
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                }
                // From one gateway to the other and back: what one author wrote stays in order all the same.
                Gateway gateway = gateways.get(turn++ % gateways.size());
                HttpResponse<String> answer = send(
                        gateway.uri("/2/tweets"),
                        writers.get(writer),
                        JSON.writeValueAsString(Map.of("text", entry.text())));
                long now = System.nanoTime();
                if (answer.statusCode() == 201) {
                    JsonNode data = JSON.readTree(answer.body()).path("data");
                    long id = data.path("id").asLong();
                    written.put(id, now);
                    order.add(id);
                } else if (answer.statusCode() != 400) {
                    report.expect("a post was refused", answer.statusCode() + " " + answer.body(), false);
                }
            }
            return order;
        }

        private void judge(String name, Map<Long, Long> written, List<List<Long>> orders) {
            List<List<Listener.Heard>> all =
                    listeners.stream().map(Listener::take).toList();
            long lost = 0;
            long extra = 0;
            long misplaced = 0;
            List<Long> order = all.get(0).stream().map(Listener.Heard::id).toList();
            List<Long> latencies = new ArrayList<>();
            for (List<Listener.Heard> heard : all) {
                List<Long> ids = heard.stream().map(Listener.Heard::id).toList();
                Set<Long> distinct = new HashSet<>(ids);
                lost += written.keySet().stream()
                        .filter(id -> !distinct.contains(id))
                        .count();
                extra += ids.size()
                        - distinct.size()
                        + distinct.stream()
                                .filter(id -> !written.containsKey(id))
                                .count();
                misplaced += ids.equals(order) ? 0 : 1;
                heard.forEach(post ->
                        latencies.add(Math.max(0, post.nanos() - written.getOrDefault(post.id(), post.nanos()))));
            }
            for (List<Long> writer : orders) {
                Set<Long> own = new HashSet<>(writer);
                misplaced += order.stream().filter(own::contains).toList().equals(writer) ? 0 : 1;
            }
            report.expect(name + ": lost", lost, lost == 0);
            report.expect(name + ": duplicates", extra, extra == 0);
            report.expect(name + ": streams and writers out of order", misplaced, misplaced == 0);
            latencies.sort(Long::compare);
            if (!latencies.isEmpty()) {
                double p99 = millis(latencies, 0.99);
                String told = String.format(
                        Locale.ROOT, "%.0f / %.0f / %.0f", millis(latencies, 0.5), p99, millis(latencies, 1));
                // What the compiler needs of the first seconds is no promise about streams.
                boolean kept = name.equals(WARM_UP) || p99 < 1_000;
                report.expect(name + ": p50 / p99 / max ms from the answer to the reader", told, kept);
            }
            List<String> strange = listeners.stream()
                    .flatMap(listener -> listener.strange().stream())
                    .distinct()
                    .toList();
            report.expect(name + ": lines that are no posts", strange, strange.isEmpty());
        }

        private static double millis(List<Long> sorted, double share) {
            return sorted.get((int) Math.min(sorted.size() - 1L, (long) (sorted.size() * share))) / 1e6;
        }
    }
}
