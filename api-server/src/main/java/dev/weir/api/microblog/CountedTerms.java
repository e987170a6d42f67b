package dev.weir.api.microblog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How frequent terms are by the statistics that PostgreSQL keeps for its planner, read anew every minute. Thread-safe.
 */
public final class CountedTerms implements Supplier<TermFrequencies>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CountedTerms.class);

    private static final long MINUTES = 1;

    private static final String STATISTICS = """
            select cast(cast(s.most_common_elems as text) as text[]) as terms, s.most_common_elem_freqs as shares,
                c.reltuples as posts
            from pg_stats s join pg_class c on c.oid = cast('microblog.posts' as regclass)
            where s.schemaname = 'microblog' and s.tablename = 'posts' and s.attname = 'search'
                and s.most_common_elems is not null and c.reltuples > 0
            """;

    private final Jdbi jdbi;
    private volatile TermFrequencies known = TermFrequencies.UNKNOWN;
    private @Nullable Future<?> reading;

    public CountedTerms(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Reads them now and from now on. */
    public void start(ScheduledExecutorService scheduler) {
        reading = scheduler.scheduleWithFixedDelay(this::read, 0, MINUTES, TimeUnit.MINUTES);
    }

    void read() {
        try {
            known = jdbi.withHandle(handle -> handle.createQuery(STATISTICS)
                            .map((row, context) -> frequencies(row))
                            .findOne())
                    .orElse(TermFrequencies.UNKNOWN);
        } catch (JdbiException e) {
            LOG.info("How frequent terms are is read later: {}", e.getMessage());
        }
    }

    private static TermFrequencies frequencies(ResultSet row) throws SQLException {
        String[] terms = (String[]) row.getArray("terms").getArray();
        // After the share of each term come the smallest and the largest of them.
        Float[] shares = (Float[]) row.getArray("shares").getArray();
        Map<String, Double> common = new HashMap<>();
        for (int i = 0; i < terms.length; i++) {
            common.put(terms[i], (double) shares[i]);
        }
        return new TermFrequencies(common, shares[terms.length], row.getDouble("posts"));
    }

    @Override
    public TermFrequencies get() {
        return known;
    }

    @Override
    public void close() {
        if (reading != null) {
            reading.cancel(false);
        }
    }
}
