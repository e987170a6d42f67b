package dev.weir.api.compliance;

import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Jdbi;

/** Takes lists of ids and hands out results, at signed addresses and without a key. */
@Path("/2/compliance")
@Produces(MediaType.APPLICATION_JSON)
public final class ComplianceFilesResource {

    private final SqlCompliance jobs;
    private final SignedAddresses addresses;
    private final Clock clock;

    public ComplianceFilesResource(Jdbi jdbi, SignedAddresses addresses, Clock clock) {
        this.jobs = new SqlCompliance(jdbi);
        this.addresses = addresses;
        this.clock = clock;
    }

    /** Takes the list of a job, once: ids, one a line. */
    @PUT
    @Path("/uploads/{token}")
    @Consumes(MediaType.WILDCARD)
    public Response upload(@PathParam("token") String token, InputStream body) throws IOException {
        OptionalLong job = addresses.uploadJob(token, clock.instant());
        if (job.isEmpty()) {
            throw new ProblemException(notAnAddress());
        }
        // First to the disk: a slow client must not hold a connection of the database.
        java.nio.file.Path list = Files.createTempFile("weir-compliance-", ".txt");
        try {
            try (var out = Files.newOutputStream(list)) {
                copy(body, out);
            }
            try (var in = Files.newInputStream(list)) {
                if (!jobs.receive(job.getAsLong(), new IdChunks(in), clock.instant())) {
                    throw new ProblemException(taken());
                }
            }
            return Response.ok().build();
        } catch (IdChunks.BadListException e) {
            throw new ProblemException(
                    e.isTooLarge()
                            ? Problem.of(413, "Content Too Large", String.valueOf(e.getMessage()))
                            : Problem.invalidRequest("body", "", String.valueOf(e.getMessage())));
        } finally {
            Files.deleteIfExists(list);
        }
    }

    private static void copy(InputStream body, java.io.OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes += read;
            if (bytes > IdChunks.LARGEST) {
                throw new IdChunks.BadListException(
                        "The list is larger than " + IdChunks.LARGEST + " bytes: send it in several jobs", true);
            }
            out.write(buffer, 0, read);
        }
    }

    /** What a job has found, as lines. */
    @GET
    @Path("/results/{token}")
    @Produces({"application/x-ndjson", MediaType.APPLICATION_JSON})
    public Response result(@PathParam("token") String token) {
        OptionalLong id = addresses.resultJob(token, clock.instant());
        if (id.isEmpty()) {
            throw new ProblemException(notAnAddress());
        }
        boolean complete = jobs.find(id.getAsLong())
                .map(job -> job.status().equals("complete"))
                .orElse(false);
        if (!complete) {
            throw new ProblemException(
                    Problem.of(404, "Not Found", "This job has no result yet: ask for its status first."));
        }
        return Response.ok((StreamingOutput) out -> jobs.writeResult(id.getAsLong(), out), "application/x-ndjson")
                .build();
    }

    private static Problem notAnAddress() {
        return Problem.of(
                403,
                "Forbidden",
                "This address is not one that we have given out, or its time is over. Make a new job.");
    }

    private static Problem taken() {
        return new Problem(
                "Conflict",
                "This job has its list already. Make a new job for another one.",
                ProblemType.CONFLICT,
                409,
                Map.of(),
                Map.of());
    }
}
