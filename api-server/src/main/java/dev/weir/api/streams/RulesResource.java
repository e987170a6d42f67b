package dev.weir.api.streams;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.endpoints.StreamLimits;
import dev.weir.api.microblog.wire.JsonBody;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Times;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.api.problems.ProblemType;
import dev.weir.api.search.InvalidQueryException;
import dev.weir.api.streams.RulesAnswer.RuleError;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of an app's filtered stream: a change is in force on every gateway within seconds. */
@Path("/2/tweets/search/stream/rules")
@Produces(MediaType.APPLICATION_JSON)
public final class RulesResource {

    private static final int MOST_AT_ONCE = 1000;
    private static final int LONGEST_TAG = 256;
    private static final String LIST = "stream rules of app ";
    private static final Set<String> LIST_PARAMETERS = Set.of("ids", "max_results", "pagination_token");
    private static final Set<String> CHANGE_PARAMETERS = Set.of("dry_run", "delete_all");
    private static final Set<String> BOOLEANS = Set.of("true", "false");

    private final SqlRules rules;
    private final PageTokens tokens;
    private final Clock clock;
    private final Runnable onChange;

    /** @param onChange runs after each change made here */
    RulesResource(SqlRules rules, PageTokens tokens, Clock clock, Runnable onChange) {
        this.rules = rules;
        this.tokens = tokens;
        this.clock = clock;
        this.onChange = onChange;
    }

    /** The rules, oldest first. */
    @GET
    @Serves(Endpoint.STREAM_RULES)
    public RulesAnswer list(@Context UriInfo uri, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(uri, LIST_PARAMETERS);
        Set<String> asked = parameters.items("ids");
        if (asked.size() > MOST_AT_ONCE) {
            parameters.refuse("ids", Integer.toString(asked.size()), "At most " + MOST_AT_ONCE + " ids at once");
        }
        List<Long> ids = asked.stream().map(id -> parameters.id("ids", id)).toList();
        int size = parameters.number("max_results", 1, MOST_AT_ONCE, MOST_AT_ONCE);
        long appId = Call.of(request).caller().appId();
        Optional<String> token = parameters.one("pagination_token");
        Optional<long[]> place = token.flatMap(text -> tokens.place(LIST + appId, text));
        if (token.isPresent() && place.isEmpty()) {
            parameters.refuseToken("pagination_token", token.get());
        }
        parameters.check();

        // One more than the page holds tells whether there is a page behind it.
        List<Rule> found = rules.list(appId, ids, place.map(at -> at[0]).orElse(0L), size + 1);
        List<Rule> page = found.subList(0, Math.min(size, found.size()));
        String next = found.size() > size
                ? tokens.token(LIST + appId, page.get(size - 1).id())
                : null;
        return new RulesAnswer(
                page.stream().map(RulesAnswer.Entry::of).toList(),
                new RulesAnswer.Meta(now(), page.size(), next, null),
                List.of());
    }

    /** Adds or deletes rules. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Serves(Endpoint.STREAM_RULES_CHANGE)
    public RulesAnswer change(@Context UriInfo uri, @Context ContainerRequestContext request, InputStream entity) {
        var parameters = Parameters.of(uri, CHANGE_PARAMETERS);
        boolean forReal = parameters.choice("dry_run", "false", BOOLEANS).equals("false");
        boolean all = parameters.choice("delete_all", "false", BOOLEANS).equals("true");
        parameters.check();
        JsonBody body = JsonBody.read(entity, Set.of("add", "delete"), Set.of());
        body.check();
        if (body.has("add") && (body.has("delete") || all)) {
            body.refuse("add", "Rules cannot be added and deleted in one request");
        }
        if (!body.has("add") && !body.has("delete") && !all) {
            body.refuse("add", "The body must have a member `add` or `delete`, or the query delete_all=true");
        }
        body.check();
        Call call = Call.of(request);
        RulesAnswer answer = body.has("add") ? add(call, body, forReal) : delete(call, body, all, forReal);
        onChange.run();
        return answer;
    }

    private RulesAnswer add(Call call, JsonBody body, boolean forReal) {
        List<RuleError> errors = new ArrayList<>();
        List<Rule> wanted = wanted(body, call.policy().streams(), errors);
        SqlRules.Added added = wanted.isEmpty()
                ? new SqlRules.Added(List.of(), List.of(), 0)
                : rules.add(
                        call.caller().appId(), wanted, call.policy().streams().rules(), forReal);
        if (added.kept() > call.policy().streams().rules()) {
            throw new ProblemException(tooMany(call, added.kept()));
        }
        added.duplicates().forEach(rule -> errors.add(RuleError.duplicate(rule.value(), Long.toString(rule.id()))));
        return new RulesAnswer(
                added.created().stream().map(RulesAnswer.Entry::of).toList(),
                new RulesAnswer.Meta(
                        now(),
                        null,
                        null,
                        RulesAnswer.Summary.added(added.created().size(), errors.size())),
                errors);
    }

    /** The rules of the request that are in order; the others are among the errors. */
    private static List<Rule> wanted(JsonBody body, StreamLimits limits, List<RuleError> errors) {
        List<JsonBody> items = body.objects("add", Set.of("value", "tag"));
        if (items.isEmpty() || items.size() > MOST_AT_ONCE) {
            body.refuse("add", "The member [add] must have 1 to " + MOST_AT_ONCE + " rules");
        }
        Map<String, Rule> wanted = new LinkedHashMap<>();
        for (JsonBody item : items) {
            String value = item.text("value").strip();
            String tag = item.has("tag") ? item.text("tag") : "";
            if (tag.codePointCount(0, tag.length()) > LONGEST_TAG) {
                item.refuse("tag", "A tag has at most " + LONGEST_TAG + " characters");
            }
            Optional<String> fault = fault(value, limits);
            if (fault.isPresent()) {
                errors.add(RuleError.invalid(value, fault.get()));
            } else if (wanted.putIfAbsent(value, new Rule(0, value, orNull(tag))) != null) {
                errors.add(RuleError.duplicate(value, null));
            }
        }
        body.check();
        return List.copyOf(wanted.values());
    }

    private static @Nullable String orNull(String tag) {
        return tag.isEmpty() ? null : tag;
    }

    private static Optional<String> fault(String value, StreamLimits limits) {
        try {
            RuleText.parse(value, limits.ruleLength());
            return Optional.empty();
        } catch (InvalidQueryException | RuleText.TooLongException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static Problem tooMany(Call call, long rules) {
        return new Problem(
                        "RulesCapExceeded",
                        "The plan '" + call.policy().plan() + "' allows "
                                + call.policy().streams().rules() + " rules for an app; with these it would have "
                                + rules + ". Nothing was added.",
                        ProblemType.RULE_CAP,
                        403,
                        Map.of(),
                        Map.of())
                .with("plan", call.policy().plan())
                .with("docs", "/docs/errors/rule-cap");
    }

    private RulesAnswer delete(Call call, JsonBody body, boolean all, boolean forReal) {
        Map<Long, String> ids = new LinkedHashMap<>();
        Set<String> values = new LinkedHashSet<>();
        body.object("delete", Set.of("ids", "values"), Set.of()).ifPresent(delete -> {
            delete.texts("ids").forEach(text -> ids.put(id(delete, text), text));
            delete.texts("values").forEach(value -> values.add(value.strip()));
            if (!all && (ids.size() + values.size() == 0 || ids.size() + values.size() > MOST_AT_ONCE)) {
                delete.refuse("ids", "Name 1 to " + MOST_AT_ONCE + " rules by [ids] or [values]");
            }
        });
        body.check();
        List<Rule> deleted = rules.delete(call.caller().appId(), ids.keySet(), values, all, forReal);
        Set<Long> goneIds = deleted.stream().map(Rule::id).collect(Collectors.toSet());
        Set<String> goneValues = deleted.stream().map(Rule::value).collect(Collectors.toCollection(HashSet::new));
        List<RuleError> errors = new ArrayList<>();
        ids.forEach((id, text) -> {
            if (!goneIds.contains(id)) {
                errors.add(RuleError.missing("ids", text));
            }
        });
        values.stream()
                .filter(value -> !goneValues.contains(value))
                .forEach(value -> errors.add(RuleError.missing("values", value)));
        return new RulesAnswer(
                List.of(),
                new RulesAnswer.Meta(now(), null, null, RulesAnswer.Summary.deleted(deleted.size(), errors.size())),
                errors);
    }

    private static long id(JsonBody body, String text) {
        try {
            if (text.matches("[0-9]{1,19}")) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // Told below: beyond the largest id is no id either.
        }
        body.refuse("ids", "An id of a rule is 1 to 19 digits");
        return 0;
    }

    /** How many rules there are, and may be. */
    @GET
    @Path("/counts")
    @Serves(Endpoint.STREAM_RULES_COUNTS)
    public RuleCounts counts(@Context UriInfo uri, @Context ContainerRequestContext request) {
        var parameters = Parameters.of(uri, Set.of(RuleCounts.PARAMETER));
        Set<String> fields = parameters.choices(RuleCounts.PARAMETER, RuleCounts.FIELDS);
        parameters.check();
        Call call = Call.of(request);
        return RuleCounts.of(
                rules.counts(call.caller().accountId()),
                call.caller().appId(),
                call.policy().streams().rules(),
                fields.isEmpty() ? RuleCounts.STANDARD : fields);
    }

    private String now() {
        return Times.format(clock.instant());
    }
}
