package dev.weir.api.usage;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Serves;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import dev.weir.billing.usage.BillingPeriod;
import dev.weir.billing.usage.DailyUsage;
import dev.weir.billing.usage.Meter;
import dev.weir.billing.usage.UsageLedger;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells an account how many posts it has been handed: two statements, whatever the number of days. */
@Path("/2/usage/tweets")
@Produces(MediaType.APPLICATION_JSON)
public final class UsageResource {

    private static final int STANDARD_DAYS = 7;
    private static final int MOST_DAYS = 90;
    private static final String DAILY_PROJECT = "daily_project_usage";
    private static final String DAILY_APPS = "daily_client_app_usage";
    private static final Set<String> FIELDS =
            Set.of("cap_reset_day", DAILY_APPS, DAILY_PROJECT, "project_cap", "project_id", "project_usage");

    private final UsageLedger ledger;
    private final Clock clock;
    private final PostsCap cap;

    /** What a plan's monthly cap is. */
    @FunctionalInterface
    public interface PostsCap {
        /** Posts a month; empty when the plan has no cap. */
        java.util.OptionalLong of(String plan);
    }

    public UsageResource(UsageLedger ledger, PostsCap cap, Clock clock) {
        this.ledger = ledger;
        this.cap = cap;
        this.clock = clock;
    }

    @GET
    @Serves(Endpoint.USAGE)
    public UsageAnswer usage(@Context ContainerRequestContext request) {
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        int days = days(query);
        Set<String> fields = fields(query);
        Call call = Call.of(request);
        long account = call.caller().accountId();
        Instant now = clock.instant();
        BillingPeriod period = BillingPeriod.at(now);
        String project = Long.toString(account);
        List<DailyUsage> daily = fields.contains(DAILY_PROJECT) || fields.contains(DAILY_APPS)
                ? ledger.daily(account, Meter.POSTS_READ, firstDay(now, days), now.plus(Duration.ofDays(1)))
                : List.of();
        return new UsageAnswer(new UsageAnswer.Data(
                daysLeft(now, period),
                cap.of(call.caller().plan()).isPresent()
                        ? Long.toString(cap.of(call.caller().plan()).getAsLong())
                        : null,
                project,
                Long.toString(ledger.spent(account, Meter.POSTS_READ, period.starts(), period.ends())),
                fields.contains(DAILY_PROJECT) ? new UsageAnswer.ProjectDays(project, perDay(daily)) : null,
                fields.contains(DAILY_APPS) ? perApp(daily) : null));
    }

    private static int days(MultivaluedMap<String, String> query) {
        String text = query.getFirst("days");
        if (text == null) {
            return STANDARD_DAYS;
        }
        try {
            int days = Integer.parseInt(text);
            if (days >= 1 && days <= MOST_DAYS) {
                return days;
            }
        } catch (NumberFormatException e) {
            // Told below, as for any other text.
        }
        throw new ProblemException(Problem.invalidRequest(
                "days", text, "The `days` query parameter value [" + text + "] is not between 1 and " + MOST_DAYS));
    }

    private static Set<String> fields(MultivaluedMap<String, String> query) {
        for (String name : query.keySet()) {
            if (!name.equals("days") && !name.equals("usage.fields")) {
                throw new ProblemException(Problem.invalidRequest(
                        name,
                        query.getFirst(name),
                        "The query parameter [" + name + "] is not one of [days,usage.fields]"));
            }
        }
        Set<String> fields = new LinkedHashSet<>();
        for (String list : query.getOrDefault("usage.fields", List.of())) {
            for (String field : list.split(",", -1)) {
                if (!FIELDS.contains(field)) {
                    throw new ProblemException(Problem.invalidRequest(
                            "usage.fields",
                            list,
                            "The `usage.fields` query parameter value [" + field + "] is not one of ["
                                    + String.join(",", FIELDS.stream().sorted().toList()) + "]"));
                }
                fields.add(field);
            }
        }
        return fields;
    }

    private static Instant firstDay(Instant now, int days) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC)
                .minusDays(days - 1L)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static int daysLeft(Instant now, BillingPeriod period) {
        Duration left = Duration.between(now, period.ends());
        return (int) (left.toDays() + (left.minusDays(left.toDays()).isZero() ? 0 : 1));
    }

    private static List<UsageAnswer.Day> perDay(List<DailyUsage> daily) {
        Map<LocalDate, Long> days = daily.stream()
                .collect(Collectors.groupingBy(
                        DailyUsage::day, TreeMap::new, Collectors.summingLong(DailyUsage::amount)));
        return days.entrySet().stream()
                .map(day -> new UsageAnswer.Day(
                        day.getKey() + "T00:00:00.000Z", day.getValue().toString()))
                .toList();
    }

    private static List<UsageAnswer.AppDays> perApp(List<DailyUsage> daily) {
        Map<Long, List<DailyUsage>> apps =
                daily.stream().collect(Collectors.groupingBy(DailyUsage::appId, TreeMap::new, Collectors.toList()));
        return apps.entrySet().stream()
                .map(app -> new UsageAnswer.AppDays(
                        Long.toString(app.getKey()),
                        perDay(app.getValue()),
                        app.getValue().size()))
                .toList();
    }
}
