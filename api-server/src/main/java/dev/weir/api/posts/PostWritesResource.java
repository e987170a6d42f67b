package dev.weir.api.posts;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.keys.Caller;
import dev.weir.api.microblog.TextWeight;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.OwnUser;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.WriteAnswer;
import dev.weir.api.microblog.writing.Draft;
import dev.weir.api.microblog.writing.Posting;
import dev.weir.api.microblog.writing.Removal;
import dev.weir.api.microblog.writing.RequestKey;
import dev.weir.api.microblog.writing.Writing;
import dev.weir.api.problems.InvalidParameter;
import dev.weir.api.problems.PartialError;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes and deletes posts of the user that the token acts for. */
@Path("/2/tweets")
@Produces(MediaType.APPLICATION_JSON)
public final class PostWritesResource {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Set<String> KNOWN = new TreeSet<>(Set.of("text", "reply", "quote_tweet_id"));
    /** The other members of the body in X's OpenAPI document 2.159. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "card_uri",
            "community_id",
            "direct_message_deep_link",
            "edit_options",
            "for_super_followers_only",
            "geo",
            "made_with_ai",
            "media",
            "nullcast",
            "paid_partnership",
            "poll",
            "reply_settings",
            "share_with_followers");

    private static final Set<String> KNOWN_OF_REPLY = Set.of("in_reply_to_tweet_id");
    private static final Set<String> UNSUPPORTED_OF_REPLY =
            Set.of("auto_populate_reply_metadata", "exclude_reply_user_ids");

    private final Posting posting;

    public PostWritesResource(Posting posting) {
        this.posting = posting;
    }

    /** Writes a post: 201 with its id. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.CREATE_POST)
    public Response create(InputStream body, @Context ContainerRequestContext request) {
        Parameters.of(request.getUriInfo(), Set.of()).check();
        Caller caller = Call.of(request).caller();
        Draft draft = draft(OwnUser.of(request), caller, body);
        Optional<RequestKey> key = requestKey(request, caller, draft);
        Writing writing = posting.write(draft, key);
        return writing.fold(
                id -> Response.status(Response.Status.CREATED)
                        .entity(WriteAnswer.post(id, draft.text()))
                        .build(),
                id -> {
                    throw new ProblemException(noSuchPost(draft, id));
                },
                () -> {
                    throw new ProblemException(PostRefusals.noSuchAuthor());
                },
                () -> {
                    throw new ProblemException(keyTaken());
                });
    }

    /** Deletes one's own post; a repeat says so again. */
    @DELETE
    @Path("/{id}")
    @Serves(Endpoint.DELETE_POST)
    public WriteAnswer delete(@PathParam("id") String id, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(request.getUriInfo(), Set.of());
        long post = parameters.id("id", id);
        parameters.check();
        Removal removal = posting.delete(OwnUser.of(request), post);
        return switch (removal) {
            case GONE -> WriteAnswer.of("deleted", true);
            case NOT_FOUND -> WriteAnswer.refused(PartialError.notFound("tweet", "id", id));
            case NOT_YOURS ->
                throw new ProblemException(Problem.of(
                        403, "Forbidden", "The post [" + id + "] is not by the user that this token acts for."));
        };
    }

    private static Draft draft(long author, Caller caller, InputStream body) {
        var json = JsonBody.read(body, KNOWN, UNSUPPORTED);
        String text = json.text("text");
        if (text.isBlank()) {
            json.refuse("text", "The member [text] must not be blank");
        } else if (!isStorable(text)) {
            json.refuse("text", "The member [text] holds NUL or half a surrogate pair, which no text does");
        } else if (TextWeight.of(text) > TextWeight.MOST) {
            json.refuse(
                    "text",
                    "The member [text] weighs " + TextWeight.of(text) + ", more than the " + TextWeight.MOST
                            + " that a post may (see /docs/api)");
        }
        OptionalLong replyTo = json.object("reply", KNOWN_OF_REPLY, UNSUPPORTED_OF_REPLY)
                .map(reply -> OptionalLong.of(reply.id("in_reply_to_tweet_id")))
                .orElse(OptionalLong.empty());
        OptionalLong quoted = json.optionalId("quote_tweet_id");
        json.check();
        return new Draft(author, text, orNull(replyTo), orNull(quoted), caller.appId());
    }

    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || Character.getType(point) == Character.SURROGATE);
    }

    private static @Nullable Long orNull(OptionalLong id) {
        return id.isPresent() ? id.getAsLong() : null;
    }

    private static Optional<RequestKey> requestKey(ContainerRequestContext request, Caller caller, Draft draft) {
        List<String> values = request.getHeaders().getOrDefault(IDEMPOTENCY_KEY, List.of());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String key = values.get(0).strip();
        if (values.size() > 1 || key.isEmpty() || key.length() > RequestKey.LONGEST) {
            throw new ProblemException(Problem.invalidRequest(
                    IDEMPOTENCY_KEY,
                    key,
                    "The header " + IDEMPOTENCY_KEY + " must be one, of 1 to " + RequestKey.LONGEST + " characters"));
        }
        return Optional.of(new RequestKey(caller.appId(), draft.authorId(), key, sha256(draft)));
    }

    private static String sha256(Draft draft) {
        String said = draft.replyToId() + " " + draft.quotedId() + " " + draft.text();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }

    private static Problem noSuchPost(Draft draft, long id) {
        boolean answered = draft.replyToId() != null && draft.replyToId() == id;
        return Problem.invalidRequest(List.of(InvalidParameter.of(
                answered ? "reply.in_reply_to_tweet_id" : "quote_tweet_id",
                Long.toString(id),
                "You attempted to " + (answered ? "reply to" : "quote")
                        + " a post that is deleted or not visible to you.")));
    }

    private static Problem keyTaken() {
        return new Problem(
                "Conflict",
                "This " + IDEMPOTENCY_KEY + " was used for another body within the last 24 hours. Use a new one for a"
                        + " new post.",
                ProblemType.CONFLICT,
                409,
                Map.of(),
                Map.of());
    }
}
