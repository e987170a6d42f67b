package dev.weir.limits.leases;

import dev.weir.limits.Demand;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.buckets.BucketKey;
import dev.weir.limits.buckets.Claim;
import dev.weir.limits.buckets.Operation.Exchange;
import dev.weir.limits.buckets.Seed;
import dev.weir.limits.buckets.Want;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts an exchange together: every lease once, with all that is wanted of it. Guarded by its {@link Home}. */
final class ExchangeDraft {

    private final List<Lease> leases = new ArrayList<>();
    private final List<Long> needed = new ArrayList<>();
    private final Map<BucketKey, Lease> claimedKeys = new HashMap<>();
    private final List<Pending> riders = new ArrayList<>();
    private final List<Want> wants = new ArrayList<>();

    /** Whether the request is of another plan than one that is in it already: then it waits for the next exchange. */
    boolean contradicts(LimitRequest request) {
        if (leases.isEmpty()) {
            return false;
        }
        // Only who is not alone has to be compared.
        for (int i = claimedKeys.size(); i < leases.size(); i++) {
            claimedKeys.put(leases.get(i).ask().key(), leases.get(i));
        }
        for (Demand demand : request.demands()) {
            Lease claimed = claimedKeys.get(BucketKey.of(demand));
            if (claimed != null && !claimed.fits(demand)) {
                return true;
            }
        }
        return false;
    }

    /** Adds what a request needs; false if it must wait for the next exchange. */
    boolean take(Pending rider, List<Lease> held) {
        if (wants.size() == Exchange.MOST_WANTS || leases.size() + held.size() > Exchange.MOST_CLAIMS) {
            return false;
        }
        Want.Part[] parts = new Want.Part[held.size()];
        for (int i = 0; i < parts.length; i++) {
            Demand demand = rider.request().demands().get(i);
            int place = place(held.get(i));
            needed.set(place, needed.get(place) + demand.cost());
            parts[i] = new Want.Part(place, demand.cost());
        }
        riders.add(rider);
        wants.add(new Want(List.of(parts)));
        return true;
    }

    /** Adds a lease that has something to say, if there is room. */
    void take(Lease lease) {
        if (leases.size() < Exchange.MOST_CLAIMS) {
            place(lease);
        }
    }

    // Most exchanges are about a handful, which is looked through sooner than a map is asked.
    private int place(Lease lease) {
        int known = leases.indexOf(lease);
        if (known >= 0) {
            return known;
        }
        leases.add(lease);
        needed.add(0L);
        return leases.size() - 1;
    }

    boolean isEmpty() {
        return leases.isEmpty();
    }

    /** @param stretch how much longer than usual leases are to last */
    List<Claim> claims(Map<BucketKey, Seed> seeds, double stretch, long nowNanos, long nowMillis) {
        Claim[] claims = new Claim[leases.size()];
        for (int i = 0; i < claims.length; i++) {
            Lease lease = leases.get(i);
            lease.giveUpSurplus(nowNanos);
            long wish = lease.wish(needed.get(i), stretch, nowNanos);
            Seed seed = seeds.isEmpty() ? null : seeds.get(lease.ask().key());
            claims[i] = new Claim(lease.askedWith(seed), lease.stated(nowNanos, nowMillis), wish);
        }
        return List.of(claims);
    }

    List<Lease> leases() {
        return leases;
    }

    List<Pending> riders() {
        return riders;
    }

    List<Want> wants() {
        return wants;
    }
}
