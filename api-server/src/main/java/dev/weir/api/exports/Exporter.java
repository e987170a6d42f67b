package dev.weir.api.exports;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.microblog.PostArchive;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on exports, one at a time, batch by batch.
 *
 * <p>A batch is read, paid for, and written together with the progress that it is: what a killed gateway leaves behind is
 * a whole beginning of the export, and whoever takes over goes on behind it. The lease of the gateway at work is extended
 * with each batch; one that lost it writes nothing more.
 */
final class Exporter {

    /** Posts read at once. */
    static final int BATCH = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
    private static final int MOST_FAULTS = 8;
    /** Somebody may raise the plan meanwhile. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final SqlExports exports;
    private final PostArchive archive;
    private final PostsQuota quota;
    private final Clock clock;
    private final Duration lease;
    private final Steps steps;
    private final UUID runner = UUID.randomUUID();

    /** Hears of each step before it is taken; a test may end the work there. */
    @FunctionalInterface
    interface Steps {
        /** Nothing hears. */
        Steps UNHEARD = step -> {};

        void before(String step);
    }

    Exporter(Jdbi jdbi, PostArchive archive, PostsQuota quota, Clock clock, Duration lease, Steps steps) {
        this.exports = new SqlExports(jdbi);
        this.archive = archive;
        this.quota = quota;
        this.clock = clock;
        this.lease = lease;
        this.steps = steps;
    }

    /**
     * Works on what there is to do, as long as it is wanted.
     *
     * @return whether there was anything
     */
    boolean work(BooleanSupplier wanted) {
        Optional<Export> claimed = exports.claim(runner, lease);
        if (claimed.isEmpty()) {
            return false;
        }
        Export export = claimed.get();
        LOG.info("export {} goes on here, behind id {}", export.id(), export.lastId());
        try {
            var posts =
                    new OldestFirst(archive, ConditionText.read(export.order().condition()));
            Optional<Export> current = claimed;
            while (wanted.getAsBoolean() && current.isPresent()) {
                export = current.get();
                current = step(export, posts);
            }
            if (current.isPresent()) {
                exports.pause(current.get(), runner, "another gateway", Duration.ZERO);
            }
        } catch (MicroblogUnavailableException e) {
            exports.pause(export, runner, "our database", Duration.ofSeconds(5));
        } catch (JdbiException e) {
            // The lease runs out by itself, and whoever finds the database again goes on.
            LOG.warn("export {} rests, because the database failed: {}", export.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("export {} stumbled behind id {}", export.id(), export.lastId(), e);
            exports.fault(export, runner, MOST_FAULTS);
        }
        return true;
    }

    /** Writes the next batch, or passes over what does not match; empty when nothing more is to be done for now. */
    private Optional<Export> step(Export export, OldestFirst posts) {
        IdRange rest = export.rest();
        if (rest.isEmpty()) {
            steps.before("complete");
            if (exports.complete(export, runner, clock.instant())) {
                LOG.info("export {} is complete: {} posts", export.id(), export.posts());
            }
            return Optional.empty();
        }
        steps.before("read");
        PostArchive.Stretch stretch = posts.next(rest, BATCH);
        if (stretch.posts().isEmpty()) {
            steps.before("pass");
            return exports.pass(export, stretch.reached() - 1, runner, lease);
        }
        return write(export, stretch);
    }

    private Optional<Export> write(Export export, PostArchive.Stretch stretch) {
        ExportBatch batch = ExportBatch.of(export, stretch);
        steps.before("reserve");
        PostsQuota.Answer answer = quota.reserve(payer(export), batch.ids().size());
        if (!answer.granted()) {
            if (answer.left() > 0 && answer.left() < batch.ids().size()) {
                return write(export, beginning(stretch, (int) answer.left()));
            }
            Duration wait = answer.pause().compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : answer.pause();
            exports.pause(export, runner, answer.reason(), wait);
            return Optional.empty();
        }
        steps.before("write");
        Settled settled = new Settled(answer.settlement());
        try {
            Optional<Export> written = exports.write(export, batch, runner, lease, () -> {
                steps.before("settle");
                settled.handedOut(batch.ids().size());
                steps.before("commit");
            });
            steps.before("next");
            return written;
        } finally {
            settled.handedOut(0);
        }
    }

    private static PostArchive.Stretch beginning(PostArchive.Stretch stretch, int posts) {
        List<CountedPost> kept = stretch.posts().subList(0, posts);
        return new PostArchive.Stretch(kept, kept.get(posts - 1).id() + 1);
    }

    private static PostsQuota.Payer payer(Export export) {
        ExportOrder order = export.order();
        return new PostsQuota.Payer(order.accountId(), order.appId(), order.plan());
    }

    /** Makes the first word the last: what was recorded as handed out is not given back when something fails later. */
    private static final class Settled implements PostsQuota.Settlement {

        private final PostsQuota.Settlement settlement;
        private boolean told;

        private Settled(PostsQuota.Settlement settlement) {
            this.settlement = settlement;
        }

        @Override
        public void handedOut(long posts) {
            if (!told) {
                told = true;
                settlement.handedOut(posts);
            }
        }
    }
}
