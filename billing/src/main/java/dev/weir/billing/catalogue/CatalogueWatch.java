package dev.weir.billing.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest published catalogue in force on this node.
 *
 * <p>Asks the store each second. A new version is read and checked against this server's endpoints before it takes the
 * place of the old one; one that fails is reported and changes nothing. The version in force is kept on local disk, and a
 * node that starts while PostgreSQL is away starts with it.
 */
public final class CatalogueWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueWatch.class);
    private static final long POLL_MILLIS = 1000;
    private static final String HOW_TO_PUBLISH = "run `./weir plans publish api-server/config/plans.yml`";

    private final CatalogueStore store;
    private final LastGoodFile file;
    private final Set<String> endpointIds;
    private final ScheduledExecutorService scheduler;
    private final List<Consumer<Catalogue>> listeners = new CopyOnWriteArrayList<>();

    private volatile Catalogue current;
    private volatile CatalogueState state;
    private Optional<Rejection> rejected = Optional.empty();
    private @Nullable Future<?> polling;

    private CatalogueWatch(
            CatalogueStore store,
            LastGoodFile file,
            Set<String> endpointIds,
            ScheduledExecutorService scheduler,
            Catalogue first,
            CatalogueState state) {
        this.store = store;
        this.file = file;
        this.endpointIds = endpointIds;
        this.scheduler = scheduler;
        this.current = first;
        this.state = state;
    }

    /**
     * Reads the catalogue to start with, from the store or else from disk. Does not watch yet: see {@link #start()}.
     *
     * @param lastGood where to keep the version in force; its directory is made if missing
     * @param knownEndpointIds the endpoints of this server
     * @throws NoCatalogueException when neither the store nor the disk has one that this server can use
     */
    public static CatalogueWatch open(
            CatalogueStore store, Path lastGood, Set<String> knownEndpointIds, ScheduledExecutorService scheduler)
            throws NoCatalogueException {
        var file = new LastGoodFile(lastGood);
        String trouble;
        try {
            var stored = store.newest();
            if (stored.isPresent()) {
                var first = parse(stored.get(), knownEndpointIds);
                keep(file, first);
                var state = new CatalogueState(first.version(), first.sha256(), false, Optional.empty());
                return new CatalogueWatch(store, file, knownEndpointIds, scheduler, first, state);
            }
            trouble = "no catalogue has been published";
        } catch (InvalidCatalogueException e) {
            trouble = "the newest published catalogue does not fit this server: " + e.getMessage();
        } catch (RuntimeException e) {
            trouble = "the database cannot be asked for the catalogue: " + rootMessage(e);
        }
        var first = fromDisk(file, knownEndpointIds, trouble);
        LOG.warn("Starting with version {} of the catalogue from {}: {}", first.version(), file, trouble);
        var state = new CatalogueState(first.version(), first.sha256(), true, Optional.of(trouble));
        return new CatalogueWatch(store, file, knownEndpointIds, scheduler, first, state);
    }

    /** Begins to ask the store for newer versions. */
    public synchronized void start() {
        polling = scheduler.scheduleWithFixedDelay(this::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The catalogue in force. */
    public Catalogue current() {
        return current;
    }

    /** Which version is in force, and what is wrong if anything is. */
    public CatalogueState state() {
        return state;
    }

    /** Calls the listener with the catalogue in force now, and with each that follows, one at a time, in order. */
    public synchronized void onChange(Consumer<Catalogue> listener) {
        listeners.add(listener);
        listener.accept(current);
    }

    /** Asks the store once. */
    synchronized void poll() {
        try {
            var newest = store.newestUnless(current.version(), current.sha256());
            if (newest.isEmpty()) {
                // Either the store agrees, or it is empty: a new database under an old disk.
                boolean agrees = !state.fromDisk() || store.newest().isPresent();
                report(!agrees, agrees ? Optional.empty() : Optional.of("no catalogue has been published"));
            } else if (rejected.filter(it -> it.isOf(newest.get())).isPresent()) {
                report(state.fromDisk(), Optional.of(rejected.get().why()));
            } else {
                activate(newest.get());
            }
        } catch (RuntimeException e) {
            report(state.fromDisk(), Optional.of("the database cannot be asked for the catalogue: " + rootMessage(e)));
        }
    }

    /** Stops asking. */
    @Override
    public synchronized void close() {
        if (polling != null) {
            polling.cancel(false);
        }
    }

    private void activate(StoredCatalogue stored) {
        Catalogue next;
        try {
            next = parse(stored, endpointIds);
        } catch (InvalidCatalogueException e) {
            var rejection = new Rejection(
                    stored.version(),
                    stored.sha256(),
                    "version " + stored.version() + " of the catalogue does not fit this server and is not in force: "
                            + e.getMessage());
            rejected = Optional.of(rejection);
            report(state.fromDisk(), Optional.of(rejection.why()));
            return;
        }
        rejected = Optional.empty();
        current = next;
        report(false, Optional.empty());
        LOG.info("Version {} of the catalogue is in force, sha256 {}", next.version(), next.sha256());
        keep(file, next);
        listeners.forEach(listener -> tell(listener, next));
    }

    private static void tell(Consumer<Catalogue> listener, Catalogue next) {
        try {
            listener.accept(next);
        } catch (RuntimeException e) {
            LOG.error("A listener failed on version {} of the catalogue", next.version(), e);
        }
    }

    private void report(boolean fromDisk, Optional<String> problem) {
        if (problem.isPresent() && !problem.equals(state.problem())) {
            LOG.warn("Version {} of the catalogue stays in force: {}", current.version(), problem.get());
        } else if (problem.isEmpty() && state.problem().isPresent()) {
            LOG.info("The catalogue is watched again");
        }
        state = new CatalogueState(current.version(), current.sha256(), fromDisk, problem);
    }

    private static Catalogue parse(StoredCatalogue stored, Set<String> endpointIds) throws InvalidCatalogueException {
        var catalogue = CatalogueText.parse(stored.text(), endpointIds);
        if (!catalogue.sha256().equals(stored.sha256())) {
            throw new InvalidCatalogueException(
                    List.of(new CatalogueProblem(1, 1, "the stored text has not the hash it was published with")));
        }
        return catalogue.publishedAs(stored.version());
    }

    private static Catalogue fromDisk(LastGoodFile file, Set<String> endpointIds, String trouble)
            throws NoCatalogueException {
        try {
            var kept = file.read();
            if (kept.isPresent()) {
                return CatalogueText.parse(kept.get().text(), endpointIds)
                        .publishedAs(kept.get().version());
            }
            throw new NoCatalogueException(
                    trouble + ", and there is none of an earlier run in " + file + "; " + HOW_TO_PUBLISH);
        } catch (IOException | InvalidCatalogueException e) {
            throw new NoCatalogueException(
                    trouble + ", and that of an earlier run cannot be used: " + e.getMessage() + "; " + HOW_TO_PUBLISH);
        }
    }

    private static void keep(LastGoodFile file, Catalogue catalogue) {
        try {
            file.write(catalogue);
        } catch (IOException e) {
            LOG.warn(
                    "Version {} of the catalogue could not be kept in {}: {}", catalogue.version(), file, e.toString());
        }
    }

    /** A stored version that this server cannot use. */
    private record Rejection(long version, String sha256, String why) {
        boolean isOf(StoredCatalogue stored) {
            return version == stored.version() && sha256.equals(stored.sha256());
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
