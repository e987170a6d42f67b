package dev.weir.api.plans;

import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.endpoints.StreamLimits;
import dev.weir.billing.catalogue.Allowance;
import dev.weir.billing.catalogue.Allowance.Holder;
import dev.weir.billing.catalogue.Catalogue;
import dev.weir.billing.catalogue.Cost;
import dev.weir.billing.catalogue.Plan;
import dev.weir.billing.catalogue.Terms;
import dev.weir.limits.Limit;
import dev.weir.limits.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A catalogue turned into policies: built once when it becomes active, immutable. */
final class PolicyTable implements Policies {

    private final Map<String, Map<Endpoint, Policy>> policies;

    PolicyTable(Catalogue catalogue) {
        this.policies = catalogue.plans().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> row(catalogue, entry.getValue())));
    }

    @Override
    public Optional<Policy> find(String plan, Endpoint endpoint) {
        return Optional.ofNullable(policies.get(plan)).map(row -> row.get(endpoint));
    }

    private static Map<Endpoint, Policy> row(Catalogue catalogue, Plan plan) {
        Map<Endpoint, Policy> row = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            row.put(endpoint, policy(catalogue, plan, endpoint));
        }
        return row;
    }

    private static Policy policy(Catalogue catalogue, Plan plan, Endpoint endpoint) {
        Optional<Terms> terms = plan.terms(endpoint.id());
        List<Limit> windows = windows(endpoint, terms, Holder.APP);
        plan.burst()
                .ifPresent(
                        burst -> windows.add(Limit.smooth("burst", Unit.REQUESTS, burst.requests(), burst.period())));
        boolean countsPosts = catalogue.cost(endpoint.id()) == Cost.POSTS_RETURNED;
        Optional<Limit> quota = countsPosts && plan.postsPerMonth().isPresent()
                ? Optional.of(Limit.quota(
                        "posts-month", Unit.POSTS, plan.postsPerMonth().getAsLong()))
                : Optional.empty();
        return new Policy(
                endpoint,
                plan.name(),
                terms.isPresent(),
                windows,
                quota,
                plan.queryLength(),
                windows(endpoint, terms, Holder.USER),
                countsPosts,
                new StreamLimits(
                        plan.streams().connections(),
                        plan.streams().rules(),
                        plan.streams().ruleLength()),
                plan.exportsAtOnce());
    }

    private static List<Limit> windows(Endpoint endpoint, Optional<Terms> terms, Holder holder) {
        List<Limit> windows = new ArrayList<>();
        terms.ifPresent(offered -> offered.windows().stream()
                .filter(allowance -> allowance.holder() == holder)
                .forEach(allowance -> windows.add(window(endpoint, allowance))));
        return windows;
    }

    private static Limit window(Endpoint endpoint, Allowance allowance) {
        return Limit.window(
                endpoint.slug() + "-" + spoken(allowance.period()) + (allowance.holder() == Holder.USER ? "-user" : ""),
                Unit.REQUESTS,
                allowance.requests(),
                allowance.period());
    }

    /** A period as limit names have it: {@code 15m}, {@code 24h}, {@code 1s}. */
    private static String spoken(Duration period) {
        long seconds = period.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
