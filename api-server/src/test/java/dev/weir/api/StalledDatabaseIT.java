package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Someone holds a lock on the posts and does not let go; the server waits 300 ms for it, with 8 connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StalledDatabaseIT {

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final ObjectMapper json = new ObjectMapper();
    private TestServer server;
    private SampleMicroblog sample;
    private String key;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start(clock, TestServer.shippedCatalogue());
        sample = SampleMicroblog.fill(server.jdbi(), clock.instant());
        key = server.key("premium");
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    @Test
    void aLockThatDoesNotComeIsOurFaultAndSoonToldAndCostsCachedReadsNothing() throws Exception {
        String cached = "/2/tweets/" + sample.alicePost(0);
        assertThat(server.get(cached, key).statusCode()).isEqualTo(200);

        try (Handle stalled = server.jdbi().open()) {
            stalled.begin();
            stalled.execute("lock table microblog.posts in access exclusive mode");

            HttpResponse<String> search = server.get("/2/tweets/search/recent?query=weir", key);
            assertThat(search.statusCode()).as(search.body()).isEqualTo(503);
            assertThat(json.readTree(search.body()).path("status").asInt()).isEqualTo(503);
            assertThat(search.headers().firstValue("Retry-After")).isPresent();

            assertThat(while20SearchesWait(() -> server.get(cached, key).statusCode()))
                    .isEqualTo(200);
            stalled.rollback();
        }

        assertThat(server.get("/2/tweets/search/recent?query=weir", key).statusCode())
                .isEqualTo(200);
    }

    private int while20SearchesWait(Callable<Integer> meanwhile) throws Exception {
        var callers = Executors.newFixedThreadPool(20);
        try {
            List<Future<HttpResponse<String>>> searches = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                searches.add(callers.submit(() -> server.get("/2/tweets/search/recent?query=weir", key)));
            }
            int status = meanwhile.call();
            for (var search : searches) {
                assertThat(search.get().statusCode()).isEqualTo(503);
            }
            return status;
        } finally {
            callers.shutdownNow();
        }
    }
}
