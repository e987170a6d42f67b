package dev.weir.limits.buckets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each node holds of one bucket. Not thread-safe. */
final class Holdings {

    /**
     * A node keeps one session with a bucket for as long as it remembers the home, so there are about as many as nodes.
     * Beyond this the one not heard for longest is forgotten: what it took stays charged, and if its node speaks up again
     * the owner goes by the total that the node saw confirmed.
     */
    static final int MOST = 64;

    private final List<Holding> all = new ArrayList<>(2);

    Optional<Holding> find(long session) {
        for (Holding holding : all) {
            if (holding.session() == session) {
                return Optional.of(holding);
            }
        }
        return Optional.empty();
    }

    /** Notes what was heard, in place of what was heard of the same session before. */
    void note(Holding heard) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).session() == heard.session()) {
                all.set(i, heard);
                return;
            }
        }
        all.add(heard);
    }

    /** Forgets those not heard for longest, if there are too many. */
    void trim() {
        while (all.size() > MOST) {
            int oldest = 0;
            for (int i = 1; i < all.size(); i++) {
                if (all.get(i).heardMillis() < all.get(oldest).heardMillis()) {
                    oldest = i;
                }
            }
            all.remove(oldest);
        }
    }

    /** Takes out those that were not heard since. */
    List<Holding> removeSilent(long sinceMillis) {
        List<Holding> silent =
                all.stream().filter(one -> one.heardMillis() <= sinceMillis).toList();
        all.removeAll(silent);
        return silent;
    }

    /** Takes in the sessions of the other side of a split; of a session that both know, the later word. */
    void merge(Holdings other) {
        for (Holding theirs : other.all) {
            Optional<Holding> ours = find(theirs.session());
            if (ours.isEmpty() || ours.get().number() < theirs.number()) {
                note(theirs);
            }
        }
    }

    /** All that is deducted on behalf of nodes. */
    long total() {
        return all.stream().mapToLong(Holding::total).sum();
    }

    /** All that is deducted on behalf of nodes, as a part of that capacity, rounded up. */
    long total(long ofCapacity) {
        long same = 0;
        double others = 0;
        for (Holding holding : all) {
            if (holding.capacity() == ofCapacity) {
                same += holding.total();
            } else {
                others += (double) holding.total() * ofCapacity / holding.capacity();
            }
        }
        return same + (long) Math.ceil(others);
    }

    /** Tokens that other sessions hold unspent, heard since then. */
    long unspentOfOthers(long session, long sinceMillis) {
        long unspent = 0;
        for (Holding holding : all) {
            if (holding.session() != session && holding.heardMillis() > sinceMillis) {
                unspent += holding.unspent();
            }
        }
        return unspent;
    }

    long lastHeardMillis() {
        return all.stream().mapToLong(Holding::heardMillis).max().orElse(0);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void write(ByteSink sink, long bornMillis, long bucketCapacity) {
        sink.unsigned(all.size());
        for (Holding holding : all) {
            sink.fixed(holding.session());
            sink.unsigned(holding.number());
            sink.unsigned(holding.capacity() == bucketCapacity ? 0 : holding.capacity());
            sink.signed(holding.total());
            sink.signed(holding.total() - holding.spent());
            sink.signed(holding.heardMillis() - bornMillis);
        }
    }

    static Holdings read(ByteSource source, long bornMillis, long bucketCapacity, int most) {
        Holdings holdings = new Holdings();
        int count = source.count(most);
        for (int i = 0; i < count; i++) {
            long session = source.fixed();
            long number = source.unsigned();
            long capacity = source.unsigned();
            long total = source.signed();
            long spent = total - source.signed();
            long heard = bornMillis + source.signed();
            holdings.all.add(
                    new Holding(session, number, capacity == 0 ? bucketCapacity : capacity, spent, total, heard));
        }
        return holdings;
    }
}
