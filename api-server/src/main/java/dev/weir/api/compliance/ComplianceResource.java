package dev.weir.api.compliance;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;

/** Batch compliance jobs: made, listed, looked up. Lists and results have addresses of their own. */
@Path("/2/compliance/jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class ComplianceResource {

    /** How long the list may be sent. */
    static final Duration UPLOAD = Duration.ofMinutes(15);
    /** How long the job and its result are kept. */
    static final Duration KEPT = Duration.ofDays(7);

    private static final int LISTED = 100;
    private static final int LONGEST_NAME = 64;
    private static final Set<String> MEMBERS = new TreeSet<>(Set.of("type", "name", "resumable"));
    private static final Set<String> STATUSES = Set.of("created", "in_progress", "failed", "complete", "expired");
    private static final Set<String> FIELDS = Set.of(
            "created_at",
            "download_expires_at",
            "download_url",
            "id",
            "name",
            "resumable",
            "status",
            "type",
            "upload_expires_at",
            "upload_url");

    private final SqlCompliance jobs;
    private final SignedAddresses addresses;
    private final Clock clock;

    public ComplianceResource(Jdbi jdbi, SignedAddresses addresses, Clock clock) {
        this.jobs = new SqlCompliance(jdbi);
        this.addresses = addresses;
        this.clock = clock;
    }

    /** Makes a job, which waits for its list. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.CREATE_COMPLIANCE_JOB)
    public ComplianceAnswer.One create(InputStream body, @Context ContainerRequestContext request) {
        Parameters.of(request.getUriInfo(), Set.of()).check();
        JsonBody json = JsonBody.read(body, MEMBERS, Set.of());
        Optional<ComplianceJob.Type> type = ComplianceJob.Type.of(json.text("type"));
        if (type.isEmpty()) {
            json.refuse("type", "The member [type] must be tweets or users");
        }
        Optional<String> name = json.optionalText("name");
        if (name.isPresent()
                && (name.get().isEmpty()
                        || name.get().length() > LONGEST_NAME
                        || name.get().indexOf(0) >= 0)) {
            json.refuse("name", "The member [name] must have 1 to " + LONGEST_NAME + " characters");
        }
        boolean resumable = json.flag("resumable");
        json.check();
        Instant now = clock.instant();
        ComplianceJob job = jobs.add(
                Call.of(request).caller().accountId(),
                type.orElseThrow(),
                name,
                resumable,
                now,
                now.plus(UPLOAD),
                now.plus(KEPT));
        return new ComplianceAnswer.One(data(job, now, request));
    }

    /** The account's jobs of a type, youngest first. */
    @GET
    @Serves(Endpoint.COMPLIANCE_JOBS)
    public ComplianceAnswer.Many list(@Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), Set.of("type", "status", "compliance_job.fields"));
        String type = parameters.required("type");
        if (!type.isEmpty() && ComplianceJob.Type.of(type).isEmpty()) {
            parameters.refuse("type", type, "The `type` query parameter value must be tweets or users");
        }
        Optional<String> status = parameters.one("status");
        status.filter(value -> !STATUSES.contains(value))
                .ifPresent(value -> parameters.refuse(
                        "status",
                        value,
                        "The `status` query parameter value is not one of " + new TreeSet<>(STATUSES)));
        parameters.choices("compliance_job.fields", FIELDS);
        parameters.check();
        Instant now = clock.instant();
        List<ComplianceAnswer.Data> data =
                jobs
                        .list(
                                Call.of(request).caller().accountId(),
                                ComplianceJob.Type.of(type).orElseThrow(),
                                LISTED)
                        .stream()
                        .map(job -> data(job, now, request))
                        .filter(job -> status.isEmpty() || job.status().equals(status.get()))
                        .toList();
        return new ComplianceAnswer.Many(data, new ComplianceAnswer.Meta(data.size()));
    }

    /** One job. */
    @GET
    @Path("/{id}")
    @Serves(Endpoint.COMPLIANCE_JOB)
    public ComplianceAnswer.One get(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), Set.of("compliance_job.fields"));
        parameters.choices("compliance_job.fields", FIELDS);
        long number = parameters.id("id", id);
        parameters.check();
        ComplianceJob job = jobs.find(number)
                .filter(found -> found.accountId() == Call.of(request).caller().accountId())
                .orElseThrow(() ->
                        new ProblemException(Problem.of(404, "Not Found", "There is no compliance job [" + id + "].")));
        return new ComplianceAnswer.One(data(job, clock.instant(), request));
    }

    private ComplianceAnswer.Data data(ComplianceJob job, Instant now, ContainerRequestContext request) {
        URI base = request.getUriInfo().getBaseUri();
        return ComplianceAnswer.data(
                job,
                now,
                base.resolve(addresses.upload(job)).toString(),
                base.resolve(addresses.result(job)).toString());
    }
}
