package dev.weir.api.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.database.DatabaseFaults;
import dev.weir.api.feed.FeedEntry;
import dev.weir.api.feed.SqlFeed;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.MicroblogUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the feed once for this gateway and puts each post into the queues of the connections that want it.
 *
 * <p>One thread runs {@link #turn}. A connection comes with the place in the feed that it was opened at, is served from
 * there to where the others are, and then with them: each entry behind its place reaches it once, in the feed's order.
 * What lies far back (a backfill) is served by another thread, at the reader's pace.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Entries read at once. */
    private static final int BATCH = 500;
    /** Entries that a new connection may be behind for the others to wait for it, and those it catches up with at once. */
    private static final int NEAR = 250;

    private final SqlFeed feed;
    private final Microblog microblog;
    private final RuleBook rules;
    private final ObjectMapper mapper;
    private final Executor backfills;
    private final Consumer<Collection<StreamConnection>> write;
    private final StreamMetrics metrics;
    private final Clock clock;
    private final Queue<StreamConnection> arrivals = new ConcurrentLinkedQueue<>();
    private final Runnable wake;
    /** Only the thread of {@link #turn} knows these. */
    private final List<StreamConnection> live = new ArrayList<>();

    private long position;

    /**
     * @param backfills runs what a connection has missed
     * @param write has what waits for these written, as far as their readers take it, before it returns
     * @param wake asks for another turn
     */
    Dispatcher(
            SqlFeed feed,
            Microblog microblog,
            RuleBook rules,
            ObjectMapper mapper,
            Executor backfills,
            Consumer<Collection<StreamConnection>> write,
            StreamMetrics metrics,
            Clock clock,
            Runnable wake) {
        this.feed = feed;
        this.microblog = microblog;
        this.rules = rules;
        this.mapper = mapper;
        this.backfills = backfills;
        this.write = write;
        this.metrics = metrics;
        this.clock = clock;
        this.wake = wake;
    }

    /** Serves a connection from its place on. */
    void add(StreamConnection connection) {
        arrivals.add(connection);
        wake.run();
    }

    /**
     * Extends the feed and delivers what is new in it. At most two statements when nothing is new, and at most six more
     * for each {@value #BATCH} posts.
     *
     * @return whether there may be more at once
     */
    boolean turn() {
        feed.extend();
        live.removeIf(StreamConnection::isEnded);
        admit();
        if (live.isEmpty()) {
            return false;
        }
        List<FeedEntry> entries = feed.after(position, BATCH);
        if (entries.isEmpty()) {
            return false;
        }
        if (entries.get(0).position() != position + 1) {
            // This gateway was away for longer than the feed remembers.
            live.forEach(connection -> connection.end(Disconnect.PLACE_LOST));
            live.clear();
            return true;
        }
        deliver(entries, live);
        FeedEntry last = entries.get(entries.size() - 1);
        position = last.position();
        metrics.lagged(Duration.between(last.at(), clock.instant()));
        return entries.size() == BATCH;
    }

    private void admit() {
        if (arrivals.isEmpty()) {
            return;
        }
        if (live.isEmpty()) {
            position = feed.head();
        }
        for (StreamConnection next = arrivals.peek(); next != null; next = arrivals.peek()) {
            StreamConnection connection = next;
            if (position - connection.position() > NEAR) {
                backfills.execute(() -> backfill(connection));
            } else {
                // Only then is it taken out: a failure here is tried again in the next turn.
                catchUp(connection, position);
                live.add(connection);
            }
            arrivals.poll();
        }
    }

    /** Serves one connection up to near the end of the feed, then hands it to the others' thread. */
    private void backfill(StreamConnection connection) {
        try {
            long head = feed.head();
            while (!connection.isEnded() && head - connection.position() > NEAR) {
                connection.awaitRoom();
                catchUp(connection, Math.min(head, connection.position() + NEAR));
                head = feed.head();
            }
            connection.awaitRoom();
            add(connection);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.end(Disconnect.SHUTDOWN);
        } catch (RuntimeException e) {
            LOG.debug("a backfill could not be read to its end", e);
            connection.end(Disconnect.PLACE_LOST);
        }
    }

    private void catchUp(StreamConnection connection, long until) {
        while (!connection.isEnded() && connection.position() < until) {
            List<FeedEntry> entries =
                    feed.after(connection.position(), (int) Math.min(BATCH, until - connection.position()));
            if (entries.isEmpty() || entries.get(0).position() != connection.position() + 1) {
                connection.end(Disconnect.PLACE_LOST);
                return;
            }
            deliver(entries, List.of(connection));
            connection.position(entries.get(entries.size() - 1).position());
        }
    }

    // A fault in one post must not hold up all others for ever: then each is tried by itself, and the one is left out.
    private void deliver(List<FeedEntry> entries, Collection<StreamConnection> connections) {
        try {
            deliver(new Batch(entries, microblog, mapper), connections);
        } catch (MicroblogUnavailableException outage) {
            throw outage;
        } catch (RuntimeException fault) {
            if (DatabaseFaults.isAway(fault)) {
                throw fault;
            }
            if (entries.size() == 1) {
                leaveOut(entries.get(0), fault);
            } else {
                entries.forEach(entry -> deliver(List.of(entry), connections));
            }
        }
    }

    private void leaveOut(FeedEntry entry, RuntimeException fault) {
        metrics.leftOut();
        LOG.error("Post {} could not be put on the streams and is left out of them", entry.postId(), fault);
    }

    private void deliver(Batch batch, Collection<StreamConnection> connections) {
        RuleIndex index = rules.index();
        for (Batch.Delivery delivery : batch.deliveries()) {
            for (StreamConnection connection : connections) {
                if (delivery.position() > connection.position()) {
                    deliver(delivery, connection, index);
                    connection.position(delivery.position());
                }
            }
        }
        // Before the next batch: what then still waits is what readers do not take, and not what we are slow to write.
        write.accept(connections);
    }

    private static void deliver(Batch.Delivery delivery, StreamConnection connection, RuleIndex index) {
        if (!connection.wants(delivery.post().createdAt())) {
            return;
        }
        StreamConnection.Request request = connection.request();
        if (request.kind() == StreamKind.SAMPLE) {
            if (Sample.holds(delivery.post().id())) {
                connection.offer(delivery.line(request.selection()));
            }
            return;
        }
        Map<Long, List<Rule>> matches = delivery.matches(index);
        long app = request.caller().appId();
        List<Rule> found = matches.get(app);
        if (found != null) {
            connection.offer(delivery.line(request.selection(), app, found));
        }
    }
}
