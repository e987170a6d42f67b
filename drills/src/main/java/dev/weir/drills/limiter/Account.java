package dev.weir.drills.limiter;

import dev.weir.drills.Report;
import dev.weir.drills.limiter.Event.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What all gateways saw, in the order of time, checked by plain counting.
 *
 * @param traffic what was offered
 * @param gateways how many offered it
 * @param events of all gateways, by the time they ended
 */
record Account(List<Traffic> traffic, int gateways, List<Event> events) {

    private static final long SLOT_NANOS = 500_000_000;
    /** Of a slot's decisions; a busy machine misses a deadline now and then without any fault. */
    private static final double UNDISTURBED = 0.05;

    Account {
        events = events.stream().sorted(Comparator.comparingLong(Event::ended)).toList();
    }

    /** Decisions that ended in this time. */
    List<Event> decisions(long from, long until) {
        return events.stream()
                .filter(event -> !event.kind().isAlarm())
                .filter(event -> event.ended() >= from && event.ended() < until)
                .toList();
    }

    long count(Predicate<Kind> kind) {
        return events.stream().filter(event -> kind.test(event.kind())).count();
    }

    /** Milliseconds from {@code since} to the first alarm of that kind, -1 if there was none. */
    long firstAlarm(Kind alarm, long since) {
        return events.stream()
                .filter(event -> event.kind() == alarm && event.at() >= since)
                .mapToLong(event -> (event.at() - since) / 1_000_000)
                .findFirst()
                .orElse(-1);
    }

    /** Prints how long decisions took, and what they were taken from. */
    void describe(Report report, String phase, List<Event> decisions) {
        long[] sorted = sorted(decisions);
        report.figure(
                phase + ": decisions · p50 / p99 / max ms",
                decisions.size() + " · "
                        + (sorted.length == 0
                                ? "none"
                                : String.format(
                                        Locale.ROOT,
                                        "%.3f / %.2f / %.1f",
                                        sorted[sorted.length / 2] / 1e6,
                                        percentile99(decisions) / 1e6,
                                        sorted[sorted.length - 1] / 1e6)));
        report.figure(
                phase + ": from leases / the store / shares",
                share(decisions, Kind::isFromLease) + " / "
                        + share(decisions, kind -> !kind.isFromLease() && !kind.isFromShare()) + " / "
                        + share(decisions, Kind::isFromShare));
    }

    /** The latency that 99 % of these decisions stay under, ns. */
    static long percentile99(List<Event> decisions) {
        long[] sorted = sorted(decisions);
        return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)];
    }

    private static long[] sorted(List<Event> decisions) {
        return decisions.stream().mapToLong(Event::nanos).sorted().toArray();
    }

    static String share(List<Event> decisions, Predicate<Kind> kind) {
        long some = decisions.stream().filter(event -> kind.test(event.kind())).count();
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * some / Math.max(1, decisions.size()));
    }

    /**
     * Milliseconds from {@code since} to the end of the last half second in which more than one decision of twenty was
     * taken from a share.
     */
    long recoveredAfter(long since, long until) {
        long recovered = since;
        for (long slot = since; slot < until; slot += SLOT_NANOS) {
            List<Event> inSlot = decisions(slot, slot + SLOT_NANOS);
            long shares =
                    inSlot.stream().filter(event -> event.kind().isFromShare()).count();
            if (shares > UNDISTURBED * inSlot.size()) {
                recovered = slot + SLOT_NANOS;
            }
        }
        return (recovered - since) / 1_000_000;
    }

    /** Tokens admitted of each home, traffic by traffic. All of a drill lies within one window of each. */
    List<long[]> admitted() {
        List<long[]> admitted = new ArrayList<>();
        traffic.forEach(one -> admitted.add(new long[one.homes()]));
        for (Event event : events) {
            if (event.kind().isAllowed()) {
                admitted.get(event.traffic())[event.home()]++;
            }
        }
        return admitted;
    }

    /**
     * Refusals while more was left, by plain count, than the other nodes may hold unspent: a {@code 1/(4 · G)} part of the
     * remainder each, which is at most that part of the capacity.
     */
    long falseRefusals() {
        List<long[]> admitted = new ArrayList<>();
        traffic.forEach(one -> admitted.add(new long[one.homes()]));
        long wrong = 0;
        for (Event event : events) {
            if (event.kind().isAllowed()) {
                admitted.get(event.traffic())[event.home()]++;
            } else if (event.kind().isDenied()) {
                long capacity = traffic.get(event.traffic()).capacity();
                long held = (gateways - 1) * ceil(capacity, 4L * gateways);
                wrong += capacity - admitted.get(event.traffic())[event.home()] > held ? 1 : 0;
            }
        }
        return wrong;
    }

    /** The most that a home may be admitted beyond its window: the formula in the Javadoc of LeasingRateLimiter. */
    long bound(Traffic one, int sides) {
        long perNode = ceil(one.capacity(), gateways) + 1;
        return gateways * perNode + (sides - 1) * one.capacity();
    }

    static long ceil(long value, long divisor) {
        return (value + divisor - 1) / divisor;
    }
}
