package dev.weir.limits.buckets;

import java.util.List;

/** Faults of our own making, for tests that must notice them. */
public final class Tampering {

    private Tampering() {}

    /** Every grant is larger than what the owner has deducted. */
    public static byte[] undeductedLeases(byte[] reply) {
        Reply honest = Wire.readReply(reply);
        List<Grant> larger = honest.grants().stream()
                .map(grant -> grant.state() != Grant.State.LIVE
                        ? grant
                        : new Grant(
                                grant.state(),
                                grant.ceiling() + 3,
                                grant.free(),
                                grant.bornMillis(),
                                grant.leftMillis(),
                                grant.resetsInMillis(),
                                grant.charged(),
                                grant.seeded(),
                                grant.vanished()))
                .toList();
        return Wire.write(new Reply(
                honest.outcome(),
                larger,
                honest.verdicts(),
                honest.nowMillis(),
                honest.quarantined(),
                honest.evicted()));
    }

    /** The owner is told differences under a session of their own, so that a call done twice or late counts again. */
    public static byte[] differencesInsteadOfTotals(byte[] operation) {
        if (!(Wire.readOperation(operation) instanceof Operation.Exchange honest)) {
            return operation;
        }
        List<Claim> nameless = honest.claims().stream()
                .map(claim -> {
                    Held held = claim.held();
                    Held other = new Held(
                            held.session() ^ honest.number() << 32,
                            held.spent(),
                            held.ceiling(),
                            held.acked(),
                            held.bornMillis(),
                            held.endsMillis(),
                            held.ageMillis(),
                            held.leftMillis(),
                            held.retired());
                    return new Claim(claim.ask(), other, claim.wish());
                })
                .toList();
        return Wire.write(
                new Operation.Exchange(honest.number(), honest.nodes(), honest.dry(), nameless, honest.wants()));
    }
}
