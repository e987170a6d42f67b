package dev.weir.billing.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * The published catalogues in PostgreSQL: numbered, immutable versions. Thread-safe; an outage comes out as Jdbi's
 * exceptions.
 */
public final class CatalogueStore {

    private final Jdbi jdbi;

    public CatalogueStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Makes a catalogue the newest version. When the newest version has the same text already, nothing is added.
     *
     * @param text the document
     * @param knownEndpointIds the endpoints of the server, as for {@link CatalogueText#parse(String, Set)}
     * @param actor who publishes it, for the record
     * @throws InvalidCatalogueException when the text is not a valid catalogue; nothing is stored
     * @throws PlanInUseException when an account is on a plan that it does not have; nothing is stored
     */
    public Publication publish(String text, Set<String> knownEndpointIds, String actor)
            throws InvalidCatalogueException, PlanInUseException {
        var catalogue = CatalogueText.parse(text, knownEndpointIds);
        return jdbi.inTransaction(handle -> {
            // One at a time, so that numbers have no gaps; and no account may step onto a plan that is being dropped.
            handle.execute("lock table billing.catalogue_versions in share row exclusive mode");
            handle.execute("lock table billing.subscriptions in share mode");
            var newest = newest(handle);
            if (newest.isPresent() && newest.get().sha256().equals(catalogue.sha256())) {
                return new Publication(catalogue.publishedAs(newest.get().version()), false);
            }
            refuseToStrand(handle, catalogue);
            var published =
                    catalogue.publishedAs(newest.map(StoredCatalogue::version).orElse(0L) + 1);
            insert(handle, published, actor);
            return new Publication(published, true);
        });
    }

    /** The newest version; empty when none was ever published. */
    public Optional<StoredCatalogue> newest() {
        return jdbi.withHandle(CatalogueStore::newest);
    }

    /** One version; empty when there is none of this number. */
    public Optional<StoredCatalogue> version(long version) {
        return jdbi.withHandle(handle -> read(handle.createQuery("""
                        select version, sha256, content, published_at, published_by
                        from billing.catalogue_versions where version = :version
                        """).bind("version", version)));
    }

    /** The newest version, unless it is this one: a cheap question, to be asked each second. */
    Optional<StoredCatalogue> newestUnless(long version, String sha256) {
        return jdbi.withHandle(handle -> read(handle.createQuery("""
                        select version, sha256, content, published_at, published_by
                        from (select * from billing.catalogue_versions order by version desc limit 1) newest
                        where not (version = :version and sha256 = :sha256)
                        """)
                .bind("version", version)
                .bind("sha256", HexFormat.of().parseHex(sha256))));
    }

    private static Optional<StoredCatalogue> newest(Handle handle) {
        return read(handle.createQuery("""
                select version, sha256, content, published_at, published_by
                from billing.catalogue_versions order by version desc limit 1
                """));
    }

    private static Optional<StoredCatalogue> read(Query query) {
        return query.map((rs, context) -> stored(rs)).findOne();
    }

    private static StoredCatalogue stored(ResultSet rs) throws SQLException {
        return new StoredCatalogue(
                rs.getLong("version"),
                HexFormat.of().formatHex(rs.getBytes("sha256")),
                rs.getString("content"),
                rs.getTimestamp("published_at").toInstant(),
                rs.getString("published_by"));
    }

    private static void refuseToStrand(Handle handle, Catalogue catalogue) throws PlanInUseException {
        List<String> stranded = handle.createQuery("""
                        select plan || ' (' || count(*) || ')' from (
                            select distinct on (account_id) plan from billing.subscriptions
                            order by account_id, id desc) newest
                        where not plan = any (:plans)
                        group by plan order by plan
                        """)
                .bind("plans", catalogue.plans().keySet().toArray(new String[0]))
                .mapTo(String.class)
                .list();
        if (!stranded.isEmpty()) {
            throw new PlanInUseException("the catalogue drops plans that accounts are on: "
                    + String.join(", ", stranded) + "; keep them, or move these accounts first");
        }
    }

    private static void insert(Handle handle, Catalogue catalogue, String actor) {
        handle.createUpdate("""
                        insert into billing.catalogue_versions (version, sha256, content, plans, published_by)
                        values (:version, :sha256, :content, :plans, :actor)
                        """)
                .bind("version", catalogue.version())
                .bind("sha256", HexFormat.of().parseHex(catalogue.sha256()))
                .bind("content", catalogue.text())
                .bind("plans", catalogue.plans().keySet().stream().sorted().toArray(String[]::new))
                .bind("actor", actor)
                .execute();
    }
}
