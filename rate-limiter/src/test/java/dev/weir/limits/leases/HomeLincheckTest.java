package dev.weir.limits.leases;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Unit;
import dev.weir.limits.buckets.Visit;
import dev.weir.limits.buckets.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The lease allocator of a home behaves, under every interleaving tried, as if its operations ran one after the other: no
 * token is spent twice, and none is lost between spending, settling and renewing. Under load only: exploring the
 * interleavings one by one would explore those of Bucket4j and of the serialisation as well.
 */
@Param(name = "cost", gen = IntGen.class, conf = "1:3")
public class HomeLincheckTest {

    private static final long NOW = 1_000_000_000L;
    private static final long MILLIS = 1_800_000_000_000L;
    private static final Limit LIMIT = Limit.window("timeline", Unit.REQUESTS, 12, Duration.ofMinutes(15));

    private final Home home = new Home("account-4", () -> 7);
    private byte[] entry = new byte[0];
    private boolean there;

    /** Begins with a lease of what four requests need. */
    public HomeLincheckTest() {
        Pending first = new Pending(request(1));
        home.await(first);
        renewAll();
    }

    private static LimitRequest request(int cost) {
        return new LimitRequest("account-4", List.of(Demand.of(LIMIT, "app-17", cost)));
    }

    /** Spends what is leased, or tells that it does not reach. */
    @Operation
    public String spend(@Param(name = "cost") int cost) {
        Decision decision = home.decide(request(cost), NOW);
        return decision == null ? "ask" : decision instanceof Decision.Allowed ? "allowed" : "denied";
    }

    /** Spends, and gives back all of it if it was admitted. */
    @Operation
    public String spendAndRelease(@Param(name = "cost") int cost) {
        LimitRequest request = request(cost);
        // Two operations of the home: what others may see between them is no mistake.
        synchronized (home) {
            Decision decision = home.decide(request, NOW);
            if (decision instanceof Decision.Allowed allowed && allowed.receipt() instanceof Charge charge) {
                home.settle(charge, request, Map.of(Unit.REQUESTS, (long) cost), NOW);
                return "released";
            }
            return decision == null ? "ask" : "denied";
        }
    }

    /** What is leased and unspent. */
    @Operation
    public long leased() {
        return home.weigh(NOW, MILLIS).leased();
    }

    /** Asks the owner for what a request needs and takes the answer in. */
    @Operation
    public void renew(@Param(name = "cost") int cost) {
        synchronized (home) {
            home.await(new Pending(request(cost)));
            renewAll();
        }
    }

    private void renewAll() {
        Sent next = home.next(1, 1, NOW, MILLIS);
        if (next != null) {
            Visit visit = Visit.pay(there ? entry : null, Wire.write(next.exchange()), MILLIS);
            byte[] changed = visit.entry();
            if (changed != null) {
                entry = changed;
                there = true;
            }
            home.ended(next, Optional.of(Wire.readReply(visit.reply())), NOW);
        }
    }

    @Test
    void operationsBehaveAsIfOneAfterTheOther() {
        new StressOptions()
                .iterations(5)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(3)
                .check(HomeLincheckTest.class);
    }
}
