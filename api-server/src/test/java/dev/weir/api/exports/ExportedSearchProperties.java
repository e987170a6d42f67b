package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.endpoints.StreamLimits;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.problems.ProblemMapper;
import dev.weir.api.search.RandomSearches;
import dev.weir.api.search.SearchResource;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported is what one gets page by page from the search of the full archive, for any query. */
class ExportedSearchProperties {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int POSTS = 300;
    private static final int QUERIES = 40;
    private static final String START = "2006-03-21T00:00:00Z";
    private static final String END = "2026-03-01T11:59:00Z";

    /** The death of a gateway. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anExportHoldsWhatThePagesOfASearchHold(long seed) throws Throwable {
        var database = TestDatabase.create();
        var random = new Random(seed);
        // One connection for all: opening them would take longer than everything else.
        try (Connection connection = database.dataSource().getConnection()) {
            var scene = new ExportScene(database, Jdbi.create(connection), rows -> {
                RandomSearches.users(rows);
                RandomSearches.add(
                        rows,
                        IntStream.range(0, POSTS)
                                .mapToObj(i -> RandomSearches.post(random, 1_000 - i))
                                .toList());
            });
            ResourceExtension api = api(scene);
            api.before();
            try {
                exportsAreSearches(scene, api, random, seed);
            } finally {
                api.after();
            }
        }
    }

    private static void exportsAreSearches(ExportScene scene, ResourceExtension api, Random random, long seed)
            throws Exception {
        int found = 0;
        for (int i = 0; i < QUERIES; i++) {
            String query = RandomSearches.query(random);
            List<String> searched = searched(api, query, 10 + random.nextInt(90));
            String whole = order(api, query);
            scene.finish();
            String interrupted = order(api, query);
            finishInPieces(scene, interrupted, random);

            assertThat(ids(scene.joined(whole)))
                    .as("seed %d, query %s", seed, query)
                    .isEqualTo(searched);
            assertThat(scene.joined(interrupted))
                    .as("in pieces: seed %d, query %s", seed, query)
                    .isEqualTo(scene.joined(whole));
            assertThat(scene.exports.parts(interrupted)).isEqualTo(scene.exports.parts(whole));
            found += searched.isEmpty() ? 0 : 1;
        }
        assertThat(found)
                .as("most queries must find something, or this tests nothing")
                .isGreaterThan(QUERIES / 2);
    }

    private static ResourceExtension api(ExportScene scene) {
        var microblog = new SqlMicroblog(scene.jdbi);
        var tokens = new PageTokens(new byte[32]);
        Clock clock = Clock.fixed(ExportScene.NOW, ZoneOffset.UTC);
        Policy policy = new Policy(
                Endpoint.CREATE_EXPORT,
                "academic",
                true,
                List.of(),
                Optional.empty(),
                512,
                List.of(),
                true,
                new StreamLimits(1, 1, 1),
                1);
        return ResourceExtension.builder()
                .addResource(new SearchResource(microblog, tokens, clock))
                .addResource(new ExportsResource(scene.jdbi, microblog, tokens, clock, new Random(1)))
                .addProvider((ContainerRequestFilter) request -> new Call(
                                new Caller("key", 7, scene.account, "academic", false, Optional.empty(), Set.of()),
                                policy)
                        .attachTo(request))
                .addProvider(new ProblemMapper())
                .build();
    }

    /** Ids of all hits, oldest first. */
    private static List<String> searched(ResourceExtension api, String query, int size) throws Exception {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = send(
                    api,
                    "2/tweets/search/all?start_time=" + START + "&end_time=" + END + "&max_results=" + size + "&query="
                            + URLEncoder.encode(query, StandardCharsets.UTF_8)
                            + (next.isEmpty() ? "" : "&next_token=" + next),
                    "");
            page.path("data").forEach(post -> ids.add(post.path("id").asText()));
            next = page.at("/meta/next_token").asText();
        } while (!next.isEmpty());
        Collections.reverse(ids);
        return ids;
    }

    private static String order(ResourceExtension api, String query) throws Exception {
        return send(
                        api,
                        "2/exports",
                        JSON.writeValueAsString(Map.of("query", query, "start_time", START, "end_time", END)))
                .at("/data/id")
                .asText();
    }

    private static JsonNode send(ResourceExtension api, String path, String body) throws Exception {
        var request =
                api.client().target(URI.create(api.target("/").getUri() + path)).request();
        try (Response response = body.isEmpty() ? request.get() : request.post(Entity.json(body))) {
            String answer = response.readEntity(String.class);
            assertThat(response.getStatus()).as("%s %s: %s", path, body, answer).isLessThan(300);
            return JSON.readTree(answer);
        }
    }

    /** By workers that read little at a time, and die. */
    private static void finishInPieces(ExportScene scene, String id, Random random) {
        while (!scene.find(id).isComplete()) {
            int[] stepsToLive = {1 + random.nextInt(30)};
            var archive = new HesitantArchive(new SqlMicroblog(scene.jdbi), random);
            try {
                scene.exporter(archive, Duration.ofMillis(-1), step -> {
                            if (--stepsToLive[0] < 0) {
                                throw new Killed();
                            }
                        })
                        .work(() -> true);
            } catch (Killed e) {
                // The next one goes on.
            }
        }
    }

    private static List<String> ids(byte[] lines) throws Exception {
        List<String> ids = new ArrayList<>();
        for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
            ids.add(JSON.readTree(line).path("id").asText());
        }
        return ids;
    }
}
