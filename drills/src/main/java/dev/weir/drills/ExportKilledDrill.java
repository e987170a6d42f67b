package dev.weir.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The gateway that writes an export is killed while it writes, again and again. */
final class ExportKilledDrill implements Drill {

    private static final int POSTS = 60_000;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String promise() {
        return "kill -9 of the gateway that writes an export: another completes it, to the same bytes";
    }

    @Override
    public void run(Report report) throws Exception {
        try (Fleet fleet = Fleet.start(Catalogues.with("GET /2/exports/{id}", "100000 requests / 15 min"))) {
            addPosts(fleet);
            String key = fleet.key("academic");
            List<Gateway> alive = new ArrayList<>();
            for (int i = 0; i <= KILLS; i++) {
                alive.add(fleet.startGateway());
            }
            JsonNode whole = complete(alive.get(0), key, order(alive.get(0), key));
            String interrupted = order(alive.get(0), key);
            long written = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                written = awaitPosts(alive.get(0), key, interrupted, written + 2_000);
                Gateway writer = writer(alive, interrupted);
                writer.kill();
                alive.remove(writer);
                report.figure("posts written when the writer was killed", written);
            }
            JsonNode resumed = complete(alive.get(0), key, interrupted);
            report.figure("posts in the export", resumed.path("post_count").asLong());
            report.expect(
                    "posts beyond or below those there are",
                    resumed.path("post_count").asLong() - POSTS,
                    resumed.path("post_count").asLong() == POSTS);
            boolean same = hashes(whole).equals(hashes(resumed));
            report.expect("the parts' hashes are those of an undisturbed run", same, same);
        }
    }

    /** Posts a second apart, the last of them a day old. */
    private static void addPosts(Fleet fleet) {
        fleet.addUsers(1);
        fleet.jdbi().useHandle(handle -> handle.execute("""
                insert into microblog.posts (id, author_id, created_at, text, conversation_id, search)
                select ((extract(epoch from at) * 1000)::bigint - 1288834974657) << 22, 1, at, 'weir number ' || n || ' 🌊',
                    0, to_tsvector('simple', 'weir number')
                from (select n, date_trunc('second', now()) - interval '2 days' + n * interval '1 second' as at
                    from generate_series(1, ?) n) posts
                """, POSTS));
    }

    /** The only gateway alive that has said so: those that had the export before are dead. */
    private static Gateway writer(List<Gateway> alive, String export) throws Exception {
        for (Gateway gateway : alive) {
            if (gateway.hasLogged("export " + export + " goes on here")) {
                return gateway;
            }
        }
        throw new IllegalStateException("no gateway says that it writes the export");
    }

    private String order(Gateway gateway, String key) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(gateway.uri("/2/exports"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        // The second half of it is in no index of posts.
                        .POST(HttpRequest.BodyPublishers.ofString("{\"query\": \"weir -is:verified\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("the export was not taken: " + answer.body());
        }
        return JSON.readTree(answer.body()).at("/data/id").asText();
    }

    private JsonNode get(Gateway gateway, String key, String export) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(gateway.uri("/2/exports/" + export))
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).path("data");
    }

    private JsonNode complete(Gateway gateway, String key, String export) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode data = get(gateway, key, export);
            if (data.path("status").asText().equals("complete")) {
                return data;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("the export is not complete after " + PATIENCE);
    }

    private long awaitPosts(Gateway gateway, String key, String export, long posts) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            long written = get(gateway, key, export).path("post_count").asLong();
            if (written >= posts) {
                return written;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new IllegalStateException("the export has not come to " + posts + " posts after " + PATIENCE);
    }

    private static String hashes(JsonNode data) {
        return data.path("parts").findValuesAsText("sha256").toString();
    }
}
