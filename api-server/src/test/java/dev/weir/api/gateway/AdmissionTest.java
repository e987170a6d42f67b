package dev.weir.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.keys.Caller;
import dev.weir.api.plans.ActivePolicies;
import dev.weir.billing.catalogue.CatalogueText;
import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import dev.weir.limits.StoreHealth;
import dev.weir.limits.Unit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Asked asked = new Asked();
    private final Admission admission =
            new Admission(asked, () -> new Period("2026-11", Instant.parse("2026-12-01T00:00:00Z")));

    /** Notes what it is asked. */
    private static final class Asked implements RateLimiter {

        private final List<LimitRequest> requests = new ArrayList<>();

        @Override
        public Decision decide(LimitRequest request) {
            requests.add(request);
            throw new UnsupportedOperationException("asked");
        }

        @Override
        public Decision would(LimitRequest request) {
            throw new UnsupportedOperationException("not asked for here");
        }

        @Override
        public void settle(Decision.Allowed decision, Map<Unit, Long> actual) {}

        @Override
        public StoreHealth health() {
            throw new UnsupportedOperationException("not asked for here");
        }

        @Override
        public void close() {}
    }

    private List<String> demands(Optional<Long> user) throws Exception {
        var policies = new ActivePolicies();
        policies.activate(CatalogueText.parse(Path.of("config", "plans.yml"), Endpoint.ids()));
        var policy = policies.find("basic", Endpoint.CREATE_POST).orElseThrow();
        try {
            admission.decide(new Call(new Caller("key", 7, 5, "basic", false, user, Set.of()), policy), Map.of());
        } catch (UnsupportedOperationException e) {
            // What was asked is all that matters.
        }
        return asked.requests.get(0).demands().stream()
                .map((Demand demand) -> demand.limit().name() + " of " + demand.holder())
                .toList();
    }

    @Test
    void aLimitPerUserCountsForTheUserOfTheToken() throws Exception {
        assertThat(demands(Optional.of(99L)))
                .containsExactly("create-post-24h of app-7", "burst of app-7", "create-post-24h-user of user-7.99");
    }

    @Test
    void whatActsForNobodyCountsAsOneMoreUser() throws Exception {
        assertThat(demands(Optional.empty())).contains("create-post-24h-user of app-7");
    }
}
