package dev.weir.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.endpoints.Call;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.api.plans.ActivePolicies;
import dev.weir.billing.catalogue.Catalogue;
import dev.weir.billing.catalogue.CatalogueText;
import dev.weir.limits.Decision;
import dev.weir.limits.LimiterObserver;
import dev.weir.limits.Period;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.breaker.BreakerSettings;
import dev.weir.limits.guard.AgreedNodes;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.guard.NodeTime;
import dev.weir.limits.leases.LeasingRateLimiter;
import dev.weir.limits.store.LimitStore;
import dev.weir.limits.store.LocalStore;
import dev.weir.limits.store.StoreUnreachableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An infrastructure fault never refuses anybody who is within his limits: every fault, plan and endpoint. */
class FaultsNeverRefuseTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    /** What is wrong. */
    private enum Fault {
        STORE_FROZEN,
        STORE_UNREACHABLE,
        STORE_FAILING,
        STORE_MUTE,
        STORE_ANSWERS_NONSENSE,
        STORE_WIPED,
        LEDGER_SILENT,
        LEDGER_FAILING,
        STORE_AND_LEDGER_GONE
    }

    /** A way to a store, with one fault. */
    private static final class FaultyStore implements LimitStore {

        private final LocalStore store = new LocalStore(Clock.fixed(NOW, ZoneOffset.UTC));
        private Optional<Fault> fault = Optional.empty();

        @Override
        public CompletableFuture<byte[]> submit(String home, byte[] operation) {
            if (fault.isEmpty()) {
                return store.submit(home, operation);
            }
            return switch (fault.get()) {
                case STORE_FROZEN -> new CompletableFuture<>();
                case STORE_UNREACHABLE, STORE_AND_LEDGER_GONE -> throw new StoreUnreachableException("gone");
                case STORE_FAILING -> CompletableFuture.failedFuture(new IllegalStateException("failing"));
                case STORE_MUTE -> {
                    store.submit(home, operation).join();
                    yield new CompletableFuture<>();
                }
                case STORE_ANSWERS_NONSENSE ->
                    CompletableFuture.completedFuture("nonsense".getBytes(StandardCharsets.UTF_8));
                case STORE_WIPED -> {
                    store.wipe();
                    yield store.submit(home, operation);
                }
                case LEDGER_SILENT, LEDGER_FAILING -> store.submit(home, operation);
            };
        }

        @Override
        public int members() {
            return 1;
        }

        @Override
        public void close() {}
    }

    private static UsageLedger ledger(Fault fault) {
        return switch (fault) {
            case LEDGER_SILENT -> quota -> new CompletableFuture<>();
            case LEDGER_FAILING, STORE_AND_LEDGER_GONE ->
                quota -> CompletableFuture.failedFuture(new IllegalStateException("away"));
            default -> UsageLedger.empty();
        };
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWithinHisLimitsIsRefused(Fault fault) throws Exception {
        Catalogue catalogue = CatalogueText.parse(Path.of("config", "plans.yml"), Endpoint.ids());
        ActivePolicies policies = new ActivePolicies();
        policies.activate(catalogue);
        int account = 0;
        for (boolean knownBefore : new boolean[] {false, true}) {
            FaultyStore store = new FaultyStore();
            Admission admission = admission(store, ledger(fault));
            for (String plan : List.of("free", "basic", "premium", "academic", "first-party")) {
                for (Endpoint endpoint : Endpoint.values()) {
                    Policy policy = policies.find(plan, endpoint).orElseThrow();
                    // A limit of one is used up by the call before the fault.
                    boolean single = policy.windows().stream().anyMatch(limit -> limit.capacity() == 1);
                    if (!policy.offered() || (knownBefore && single)) {
                        continue;
                    }
                    account++;
                    Caller caller = new Caller("key", account, account, plan, false, Optional.of(7L), Set.of());
                    Call call = new Call(caller, policy);
                    if (knownBefore) {
                        store.fault = Optional.empty();
                        admission.decide(call, Map.of());
                    }
                    store.fault = Optional.of(fault);
                    assertThat(admission.decide(call, Map.of()))
                            .as("%s, %s on %s", fault, endpoint.id(), plan)
                            .get()
                            .isInstanceOf(Decision.Allowed.class);
                }
            }
        }
        assertThat(account).isGreaterThan(50);
    }

    private static Admission admission(FaultyStore store, UsageLedger ledger) {
        Random random = new Random(42);
        long[] nanos = {0};
        GuardSettings settings = new GuardSettings(Duration.ofMillis(1), 10_000, BreakerSettings.defaults(), 10_000);
        LeasingRateLimiter limiter = new LeasingRateLimiter(
                store,
                ledger,
                settings,
                AgreedNodes.fixed(2),
                new NodeTime(Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos[0] += 1_000),
                random::nextDouble,
                random::nextLong,
                Runnable::run,
                LimiterObserver.SILENT);
        return new Admission(limiter, () -> new Period("2026-11", Instant.parse("2026-12-01T00:00:00Z")));
    }
}
