package dev.weir.api.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.database.DatabaseFaultMapper;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.CountsStatements;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.StatementCount;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.problems.ProblemMapper;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComplianceResourceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final long KEPT = Snowflakes.at(START.minusSeconds(90_000), 1);
    private static final long DELETED = Snowflakes.at(START.minusSeconds(80_000), 2);
    private static final long HIDDEN = Snowflakes.at(START.minusSeconds(70_000), 3);

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = DATABASE.jdbi();
    private static final AtomicLong STATEMENTS = new AtomicLong();
    private static Instant now = START;
    private static final Clock CLOCK = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private static final ComplianceWork WORK =
            new ComplianceWork(DATABASE.jdbi(), CLOCK, Executors.newSingleThreadScheduledExecutor());
    private static long caller = account();
    private static final ResourceExtension API = api();

    private record Reply(int status, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    private static long account() {
        return JDBI.withHandle(
                handle -> handle.createQuery("insert into platform.accounts (name) values ('lab') returning id")
                        .mapTo(Long.class)
                        .one());
    }

    private static ResourceExtension api() {
        Jdbi jdbi = DATABASE.jdbi();
        jdbi.setSqlLogger(new StatementCount(STATEMENTS));
        var addresses = new SignedAddresses(new PageTokens(new byte[32]));
        return ResourceExtension.builder()
                .addResource(new ComplianceResource(jdbi, addresses, CLOCK))
                .addResource(new ComplianceFilesResource(jdbi, addresses, CLOCK))
                .addProvider((ContainerRequestFilter) request -> new Call(
                                new Caller("key", 7, caller, "academic", false, Optional.empty(), Set.of()),
                                new Policy(Endpoint.COMPLIANCE_JOB, "academic", true, List.of(), Optional.empty(), 100))
                        .attachTo(request))
                .addProvider(new ProblemMapper())
                .addProvider(new DatabaseFaultMapper())
                .build();
    }

    @BeforeAll
    static void start() throws Throwable {
        var rows = new MicroblogRows(JDBI);
        rows.add(MicroblogRows.user(1, "alice"), MicroblogRows.user(2, "bob"), MicroblogRows.user(3, "cyd"));
        rows.add(List.of(MicroblogRows.post(KEPT, 1, "kept"), MicroblogRows.post(HIDDEN, 2, "hidden")));
        JDBI.useHandle(handle -> {
            handle.execute("update microblog.users set suspended = true where id = 2");
            handle.execute("update microblog.users set protected = true where id = 3");
            handle.execute(
                    "insert into microblog.deletions (post_id, author_id, deleted_at, reason) values (?, 1, ?, 'deleted')",
                    DELETED,
                    java.sql.Timestamp.from(START.minusSeconds(10)));
        });
        API.before();
    }

    @AfterAll
    static void stop() throws Throwable {
        API.after();
    }

    @BeforeEach
    void turnTheClockBack() {
        now = START;
    }

    private static Reply send(String method, String address, Entity<?> body) {
        String uri = address.startsWith("http") ? address : API.target("/").getUri() + address.substring(1);
        var request = API.client().target(uri).request();
        try (Response response = method.equals("GET") ? request.method(method) : request.method(method, body)) {
            return new Reply(response.getStatus(), response.readEntity(String.class));
        }
    }

    private static final Entity<String> NONE = Entity.text("");

    private static JsonNode create(String type) throws IOException {
        var reply = send("POST", "/2/compliance/jobs", Entity.json("{\"type\": \"" + type + "\", \"name\": \"mine\"}"));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json().path("data");
    }

    private static Reply upload(JsonNode job, String list) {
        return send("PUT", job.path("upload_url").asText(), Entity.text(list));
    }

    private static JsonNode get(JsonNode job) throws IOException {
        return send("GET", "/2/compliance/jobs/" + job.path("id").asText(), NONE)
                .json()
                .path("data");
    }

    @Test
    void aListOfPostsIsLookedThroughAndOnlyWhatMustGoIsTold() throws Exception {
        var job = create("tweets");
        assertThat(job.path("status").asText()).isEqualTo("created");
        assertThat(upload(job, KEPT + "\r\n" + DELETED + "\n\n" + HIDDEN + "\n99\n")
                        .status())
                .isEqualTo(200);
        assertThat(get(job).path("status").asText()).isEqualTo("in_progress");
        WORK.work();

        assertThat(get(job).path("status").asText()).isEqualTo("complete");
        assertThat(send("GET", job.path("download_url").asText(), NONE).body())
                .isEqualTo(
                        "{\"id\":\"" + DELETED + "\",\"action\":\"delete\",\"created_at\":\"2026-02-28T13:46:40.000Z\","
                                + "\"redacted_at\":\"2026-03-01T11:59:50.000Z\",\"reason\":\"deleted\"}\n"
                                + "{\"id\":\"" + HIDDEN
                                + "\",\"action\":\"delete\",\"created_at\":\"2026-02-28T16:33:20.000Z\","
                                + "\"redacted_at\":\"2026-03-01T12:00:00.000Z\",\"reason\":\"suspended\"}\n");
    }

    @Test
    void aListOfUsersIsLookedThroughToo() throws Exception {
        var job = create("users");
        upload(job, "1\n2\n3\n");
        WORK.work();

        assertThat(send("GET", job.path("download_url").asText(), NONE).body().lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("\"id\":\"2\"", "\"reason\":\"suspended\"");
    }

    @Test
    void aLongListIsLookedThroughInChunksInItsOrder() throws Exception {
        var job = create("tweets");
        var list = LongStream.range(0, 2L * IdChunks.SIZE + 5)
                .mapToObj(n -> Long.toString(n % IdChunks.SIZE == 0 ? DELETED : 100 + n))
                .collect(Collectors.joining("\n"));
        assertThat(upload(job, list).status()).isEqualTo(200);
        WORK.work();

        assertThat(send("GET", job.path("download_url").asText(), NONE).body().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\"" + DELETED + "\""));
    }

    @Test
    void aListThatCannotBeReadIsRefusedAndMayBeSentAgain() throws Exception {
        var job = create("tweets");
        var refused = upload(job, "1\n2\nthree\n");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("Line 3 is no id");
        assertThat(upload(job, "9999999999999999999\n").status()).isEqualTo(400);
        assertThat(upload(job, "1\n").status()).isEqualTo(200);
        assertThat(upload(job, "2\n").status()).isEqualTo(409);
    }

    @Test
    void aListThatIsTooLongIsA413() throws Exception {
        var job = create("tweets");
        assertThat(upload(job, "1234567890123456\n".repeat((int) (IdChunks.LARGEST / 17) + 1))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void anAddressIsGoodForItsTimeAndPurposeOnly() throws Exception {
        var job = create("tweets");
        var upload = job.path("upload_url").asText();
        assertThat(send("PUT", upload.substring(0, upload.length() - 2) + "xx", Entity.text("1"))
                        .status())
                .isEqualTo(403);
        assertThat(send("GET", job.path("download_url").asText(), NONE).status())
                .isEqualTo(404);
        assertThat(send("GET", upload.replace("uploads", "results"), NONE).status())
                .isEqualTo(403);

        now = START.plus(ComplianceResource.UPLOAD);
        assertThat(upload(job, "1\n").status()).isEqualTo(403);
        assertThat(get(job).path("status").asText()).isEqualTo("expired");
    }

    @Test
    void aResultExpires() throws Exception {
        var job = create("tweets");
        upload(job, "1\n");
        WORK.work();
        now = START.plus(ComplianceResource.KEPT).plus(Duration.ofHours(1));

        assertThat(get(job).path("status").asText()).isEqualTo("expired");
        assertThat(send("GET", job.path("download_url").asText(), NONE).status())
                .isEqualTo(403);
    }

    @Test
    void jobsAreListedByTypeAndStatusAndSeenByTheirAccountOnly() throws Exception {
        long before = caller;
        caller = account();
        var job = create("users");
        create("tweets");
        var list = send("GET", "/2/compliance/jobs?type=users", NONE).json();
        assertThat(list.path("data").findValuesAsText("id"))
                .containsExactly(job.path("id").asText());
        assertThat(list.at("/meta/result_count").asInt()).isEqualTo(1);
        assertThat(send("GET", "/2/compliance/jobs?type=users&status=complete", NONE)
                        .json()
                        .at("/meta/result_count")
                        .asInt())
                .isZero();

        caller = before;
        assertThat(send("GET", "/2/compliance/jobs/" + job.path("id").asText(), NONE)
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\": \"posts\"}", "{\"type\": \"users\", \"resumable\": 1}", "[]"})
    void whatCannotBeMadeIsA400(String body) {
        assertThat(send("POST", "/2/compliance/jobs", Entity.json(body)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?type=posts", "?type=users&status=lost", "?type=users&max_results=3"})
    void whatCannotBeListedIsA400(String query) {
        assertThat(send("GET", "/2/compliance/jobs" + query, NONE).status()).isEqualTo(400);
    }

    @Test
    @CountsStatements({Endpoint.CREATE_COMPLIANCE_JOB, Endpoint.COMPLIANCE_JOBS, Endpoint.COMPLIANCE_JOB})
    void costsAFixedNumberOfStatements() throws Exception {
        long before = STATEMENTS.get();
        var job = create("tweets");
        assertThat(STATEMENTS.get() - before).isEqualTo(Endpoint.CREATE_COMPLIANCE_JOB.statements());
        before = STATEMENTS.get();
        send("GET", "/2/compliance/jobs?type=tweets", NONE);
        assertThat(STATEMENTS.get() - before).isEqualTo(Endpoint.COMPLIANCE_JOBS.statements());
        before = STATEMENTS.get();
        get(job);
        assertThat(STATEMENTS.get() - before).isEqualTo(Endpoint.COMPLIANCE_JOB.statements());
    }
}
