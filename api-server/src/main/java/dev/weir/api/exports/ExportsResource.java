package dev.weir.api.exports;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.WriteAnswer;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import dev.weir.api.search.AffordableQuery;
import dev.weir.api.search.InvalidQueryException;
import dev.weir.api.search.Query;
import dev.weir.api.search.QueryParser;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;

/** Orders exports, tells how far they are, hands out their parts, and throws them away. */
@Path("/2/exports")
@Produces(MediaType.APPLICATION_JSON)
public final class ExportsResource {

    /** How long an export is kept. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final Duration NEWEST_BY_DEFAULT = Duration.ofSeconds(30);
    private static final Duration NEWEST_AT_ALL = Duration.ofSeconds(10);
    private static final int LISTED = 100;
    private static final int ID_LENGTH = 16;
    private static final String ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String LINES = "application/x-ndjson";
    private static final Set<String> MEMBERS = new TreeSet<>(Set.of("query", "start_time", "end_time", "fields"));
    private static final List<String> FIELDS = List.of(
            "id",
            "text",
            "edit_history_tweet_ids",
            "author_id",
            "created_at",
            "lang",
            "conversation_id",
            "in_reply_to_user_id",
            "referenced_tweets",
            "entities",
            "attachments",
            "public_metrics",
            "possibly_sensitive",
            "source");

    private final SqlExports exports;
    private final SqlDeletions deletions;
    private final Microblog microblog;
    private final PageTokens tokens;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param random makes ids; nobody can guess them from others */
    public ExportsResource(Jdbi jdbi, Microblog microblog, PageTokens tokens, Clock clock, RandomGenerator random) {
        this.exports = new SqlExports(jdbi);
        this.deletions = new SqlDeletions(jdbi);
        this.microblog = microblog;
        this.tokens = tokens;
        this.clock = clock;
        this.random = random;
    }

    /** Orders an export: 201 with what is known of it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.CREATE_EXPORT)
    public Response create(InputStream body, @Context ContainerRequestContext request) {
        Parameters.of(request.getUriInfo(), Set.of()).check();
        Instant now = clock.instant();
        Call call = Call.of(request);
        ExportOrder order = order(body, call, now);
        int atOnce = call.policy().exportsAtOnce();
        Export export = exports.add(newId(), order, now, now.plus(KEPT), atOnce)
                .orElseThrow(() -> new ProblemException(tooMany(atOnce)));
        return Response.status(Response.Status.CREATED)
                .entity(ExportAnswer.one(export, List.of()))
                .build();
    }

    private ExportOrder order(InputStream body, Call call, Instant now) {
        JsonBody json = JsonBody.read(body, MEMBERS, Set.of());
        String text = json.text("query");
        int longest = Math.min(call.policy().queryLength(), QueryParser.LONGEST);
        Optional<Query> query = text.isEmpty() ? Optional.empty() : parse(json, text, longest);
        if (text.isEmpty()) {
            json.refuse("query", "The member [query] must not be empty");
        }
        Optional<Instant> start = time(json, "start_time");
        Optional<Instant> end = time(json, "end_time");
        if (end.isPresent() && end.get().isAfter(now.minus(NEWEST_AT_ALL))) {
            json.refuse("end_time", "The member [end_time] must be at least ten seconds ago");
        }
        Instant until = end.orElse(now.minus(NEWEST_BY_DEFAULT));
        if (start.isPresent() && !start.get().isBefore(until)) {
            json.refuse("start_time", "The member [start_time] must be before the end");
        }
        List<String> fields = json.texts("fields");
        fields.stream()
                .filter(field -> !FIELDS.contains(field))
                .forEach(field -> json.refuse(
                        "fields", "The member [fields] holds a name that is not one of " + String.join(", ", FIELDS)));
        json.check();
        Caller caller = call.caller();
        return new ExportOrder(
                caller.accountId(),
                caller.appId(),
                call.policy().plan(),
                text,
                ConditionText.of(AffordableQuery.condition(query.orElseThrow(), text, microblog)),
                fields.isEmpty()
                        ? FIELDS.stream()
                                .filter(field -> !field.equals("public_metrics"))
                                .toList()
                        : fields,
                start,
                until);
    }

    private static Optional<Query> parse(JsonBody json, String text, int longest) {
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            json.refuse("query", "The query is " + length + " characters long; this plan allows " + longest);
            return Optional.empty();
        }
        try {
            return Optional.of(QueryParser.parse(text));
        } catch (InvalidQueryException e) {
            json.refuse("query", "The query cannot be understood: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(JsonBody json, String member) {
        return json.optionalText(member).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                json.refuse(member, "The member [" + member + "] must be a time of the form YYYY-MM-DDTHH:mm:ssZ");
                return Optional.empty();
            }
        });
    }

    private String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }

    /** The account's exports, youngest first. */
    @GET
    @Serves(Endpoint.EXPORTS)
    public ExportAnswer.Many list(@Context ContainerRequestContext request) {
        Parameters.of(request.getUriInfo(), Set.of()).check();
        return ExportAnswer.many(exports.list(Call.of(request).caller().accountId(), clock.instant(), LISTED));
    }

    /** One export, with the manifest of the parts that are finished. */
    @GET
    @Path("/{id}")
    @Serves(Endpoint.EXPORT)
    public ExportAnswer.One get(@PathParam("id") String id, @Context ContainerRequestContext request) {
        Parameters.of(request.getUriInfo(), Set.of()).check();
        Export export = find(id, request);
        return ExportAnswer.one(export, exports.parts(id));
    }

    /** A part that is finished, whole or a range of it. */
    @GET
    @Path("/{id}/parts/{number}")
    @Produces({LINES, MediaType.APPLICATION_JSON})
    @Serves(Endpoint.EXPORT_PART)
    public Response part(
            @PathParam("id") String id, @PathParam("number") String number, @Context ContainerRequestContext request) {
        Parameters.of(request.getUriInfo(), Set.of()).check();
        if (!number.matches("[0-9]{1,9}")) {
            throw new ProblemException(
                    Problem.invalidRequest("number", number, "The `number` of a part is a number of 1 to 9 digits."));
        }
        ExportPart part = find(id, number, request)
                .orElseThrow(() -> new ProblemException(
                        notFound("There is no part [" + number + "] of an export [" + id + "], or not yet.")));
        String tag = '"' + part.sha256() + '"';
        if (matches(request.getHeaderString("If-None-Match"), tag)) {
            return Response.notModified().header("ETag", tag).build();
        }
        Optional<ByteRange> range = range(request, tag, part.bytes());
        if (range.isPresent() && range.get().isEmpty()) {
            throw new ProblemException(Problem.of(
                            416,
                            "Range Not Satisfiable",
                            "The range begins behind the last byte: the part has " + part.bytes() + " bytes.")
                    .withHeader("Content-Range", "bytes */" + part.bytes()));
        }
        ByteRange wanted = range.orElse(new ByteRange(0, part.bytes()));
        List<byte[]> content = exports.content(id, part.number());
        Response.ResponseBuilder answer = Response.status(range.isPresent() ? 206 : 200)
                .entity((StreamingOutput) out -> write(content, wanted, out))
                .type(LINES)
                .header("ETag", tag)
                .header("Accept-Ranges", "bytes")
                // Compressed on the way, the bytes would not be those of the hash and the range.
                .header("Content-Encoding", "identity")
                .header("Cache-Control", "private, no-transform, immutable, max-age=86400")
                .header("Content-Length", wanted.until() - wanted.from());
        if (range.isPresent()) {
            answer.header("Content-Range", "bytes " + wanted.from() + "-" + (wanted.until() - 1) + "/" + part.bytes());
        }
        return answer.build();
    }

    private Optional<ExportPart> find(String id, String number, ContainerRequestContext request) {
        return number.matches("[1-9][0-9]{0,8}")
                ? exports.part(
                        id, Integer.parseInt(number), Call.of(request).caller().accountId(), clock.instant())
                : Optional.empty();
    }

    /** A range counts only for the bytes that the caller has begun with. */
    private static Optional<ByteRange> range(ContainerRequestContext request, String tag, long size) {
        String header = request.getHeaderString("Range");
        String condition = request.getHeaderString("If-Range");
        return header == null || (condition != null && !condition.strip().equals(tag))
                ? Optional.empty()
                : ByteRange.of(header, size);
    }

    private static boolean matches(@org.jspecify.annotations.Nullable String header, String tag) {
        if (header == null) {
            return false;
        }
        for (String each : header.split(",", -1)) {
            String asked = each.strip();
            if (asked.equals("*") || asked.equals(tag) || asked.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static void write(List<byte[]> content, ByteRange wanted, OutputStream out) throws java.io.IOException {
        long at = 0;
        for (byte[] piece : content) {
            int from = (int) Math.max(0, wanted.from() - at);
            int until = (int) Math.min(piece.length, wanted.until() - at);
            if (from < until) {
                out.write(piece, from, until - from);
            }
            at += piece.length;
        }
    }

    /** A page of what has been deleted of an export since it was ordered, as lines. */
    @GET
    @Path("/{id}/deletions")
    @Produces({LINES, MediaType.APPLICATION_JSON})
    @Serves(Endpoint.EXPORT_DELETIONS)
    public Response deletions(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), DeletionWalk.PARAMETERS);
        var walk = DeletionWalk.read(parameters, tokens, id);
        parameters.check();
        Export export = find(id, request);
        SqlDeletions.Page page = deletions.page(id, walk.from(export.createdAt()), walk.size());
        Response.ResponseBuilder answer = Response.ok(DeletionWalk.lines(page), LINES);
        walk.link(page).ifPresent(link -> answer.header("Link", link));
        return answer.build();
    }

    /** Throws an export away; one in progress ends. */
    @DELETE
    @Path("/{id}")
    @Serves(Endpoint.DELETE_EXPORT)
    public WriteAnswer delete(@PathParam("id") String id, @Context ContainerRequestContext request) {
        Parameters.of(request.getUriInfo(), Set.of()).check();
        if (!exports.delete(id, Call.of(request).caller().accountId())) {
            throw new ProblemException(notFound("There is no export [" + id + "]."));
        }
        return WriteAnswer.of("deleted", true);
    }

    private Export find(String id, ContainerRequestContext request) {
        return exports.find(id, Call.of(request).caller().accountId(), clock.instant())
                .orElseThrow(() -> new ProblemException(notFound("There is no export [" + id + "].")));
    }

    private static Problem notFound(String detail) {
        return Problem.of(404, "Not Found", detail);
    }

    private static Problem tooMany(int atOnce) {
        return new Problem(
                "Conflict",
                "Exports of this account are in progress, and its plan allows " + atOnce
                        + " at once. Wait until one is complete, or delete one.",
                ProblemType.CONFLICT,
                409,
                Map.of(),
                Map.of());
    }
}
