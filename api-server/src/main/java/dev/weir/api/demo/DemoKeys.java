package dev.weir.api.demo;

import dev.weir.api.keys.Accounts;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.keys.KeysUnavailableException;
import dev.weir.api.keys.NewKey;
import dev.weir.api.keys.Pepper;
import dev.weir.api.keys.SqlKeys;
import dev.weir.billing.catalogue.Catalogue;
import dev.weir.billing.subscriptions.Subscriptions;
import dev.weir.billing.usage.BillingPeriod;
import dev.weir.billing.usage.Meter;
import dev.weir.billing.usage.UsageFlush;
import dev.weir.billing.usage.UsageLedger;
import dev.weir.billing.usage.UsageMeter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;

/** The demo's ready keys, each with an account of its own. */
final class DemoKeys {

    private static final Set<String> READ = Set.of("tweet.read", "users.read");
    private static final Set<String> READ_AND_WRITE = Set.of("tweet.read", "users.read", "tweet.write");
    private static final String ACTOR = "demo";

    private final Jdbi jdbi;
    private final Clock clock;
    private final Accounts accounts;
    private final KeyDirectory directory;

    DemoKeys(Jdbi jdbi, Secrets secrets, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
        var subscriptions = new Subscriptions(jdbi);
        var pepper = new Pepper(secrets.pepper());
        this.accounts = new Accounts(jdbi, subscriptions, pepper, clock, new SecureRandom());
        this.directory = new SqlKeys(jdbi, subscriptions, pepper, clock);
    }

    /** What keys there are: the name that scripts use, and the plan of the account. */
    private enum Role {
        FREE("free", "free"),
        BASIC("basic", "basic"),
        PREMIUM("premium", "premium"),
        ACADEMIC("academic", "academic"),
        FIRST_PARTY("first_party", "first-party"),
        LOW("low", DemoPlans.LOW),
        CAPPED("capped", "free"),
        REVOKED("revoked", "free"),
        USER("user", "premium");

        private final String roleName;
        private final String plan;

        Role(String roleName, String plan) {
            this.roleName = roleName;
            this.plan = plan;
        }
    }

    /**
     * The keys by role: the known ones where they still work, new ones otherwise.
     *
     * @param known keys of an earlier start
     * @param alice the microblog user that the user key acts for
     */
    Map<String, String> make(Map<String, String> known, long alice) throws KeysUnavailableException {
        var keys = new LinkedHashMap<String, String>();
        for (var role : Role.values()) {
            var old = known.get(role.roleName);
            // A revoked key is unknown to the directory, as it should be.
            boolean works =
                    old != null && (role == Role.REVOKED || directory.find(old).isPresent());
            keys.put(role.roleName, works ? old : make(role, alice));
        }
        return keys;
    }

    private String make(Role role, long alice) {
        long account = accounts.createAccount("Demo " + role.roleName, role.plan, ACTOR);
        var wanted = NewKey.live(accounts.createApp(account, "Demo app"), role == Role.USER ? READ_AND_WRITE : READ);
        var key = accounts.createKey(role == Role.USER ? wanted.actingFor(alice) : wanted);
        if (role == Role.REVOKED) {
            accounts.revoke(key.id());
        }
        return key.reveal();
    }

    /** Sees to it that the capped key has used up this month's posts, in whatever month the demo is started. */
    void spendCap(String cappedKey, Catalogue catalogue) throws KeysUnavailableException {
        var caller = directory
                .find(cappedKey)
                .orElseThrow(() -> new IllegalStateException("the capped key was made a moment ago"));
        long cap = catalogue
                .plan(caller.plan())
                .orElseThrow(() -> new DemoFailure("the catalogue has no plan " + caller.plan()))
                .postsPerMonth()
                .orElseThrow(() -> new DemoFailure("plan %s has no monthly cap".formatted(caller.plan())));
        var meter = new UsageMeter(UUID.randomUUID(), clock);
        var period = BillingPeriod.at(clock.instant());
        long spent = new UsageLedger(jdbi, meter, Runnable::run)
                .spent(caller.accountId(), Meter.POSTS_READ, period.starts(), period.ends());
        if (spent >= cap) {
            return;
        }
        meter.record(caller.accountId(), caller.appId(), Meter.POSTS_READ, cap - spent);
        var scheduler = Executors.newSingleThreadScheduledExecutor();
        try (var flush = new UsageFlush(meter, jdbi, scheduler)) {
            flush.start();
        } finally {
            scheduler.shutdownNow();
        }
        if (meter.unflushed() > 0) {
            throw new DemoFailure("the usage of the capped key could not be written to the ledger");
        }
    }
}
