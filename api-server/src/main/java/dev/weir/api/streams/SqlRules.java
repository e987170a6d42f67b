package dev.weir.api.streams;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rules as PostgreSQL has them. An outage comes out as Jdbi's exceptions. */
final class SqlRules {

    /**
     * What became of rules that were to be added.
     *
     * @param created those that are new
     * @param duplicates those that were there already, as they are
     * @param kept how many the app has now
     */
    record Added(List<Rule> created, List<Rule> duplicates, long kept) {}

    private final Jdbi jdbi;

    SqlRules(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Rules of an app behind an id, by id.
     *
     * @param ids only these; all when empty
     */
    List<Rule> list(long appId, Collection<Long> ids, long after, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, value, tag from platform.stream_rules
                        where app_id = :app and id > :after and (:all or id = any(:ids))
                        order by id limit :most
                        """)
                .bind("app", appId)
                .bind("after", after)
                .bind("all", ids.isEmpty())
                .bind("ids", longs(ids))
                .bind("most", most)
                .map((row, context) -> rule(row))
                .list());
    }

    /**
     * Adds rules, unless the app would have too many.
     *
     * @param wanted rules without id, no value twice
     * @param most rules that the app may have; when there would be more, nothing is created
     * @param forReal whether to keep them
     */
    Added add(long appId, List<Rule> wanted, long most, boolean forReal) {
        return jdbi.inTransaction(handle -> {
            nextEdition(handle, appId);
            List<Rule> duplicates = new ArrayList<>();
            long kept = handle
                    .createQuery("""
                            select id, value, tag, 0 as kept from platform.stream_rules
                                where app_id = :app and md5(value) in (select md5(v) from unnest(:values) v)
                            union all
                            select null, null, null, count(*) from platform.stream_rules where app_id = :app
                            """)
                    .bind("app", appId)
                    .bind("values", values(wanted))
                    .map((row, context) -> {
                        if (row.getString("value") != null) {
                            duplicates.add(rule(row));
                        }
                        return row.getLong("kept");
                    })
                    .list()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<String> known = duplicates.stream().map(Rule::value).toList();
            List<Rule> fresh = wanted.stream()
                    .filter(rule -> !known.contains(rule.value()))
                    .toList();
            long now = kept + fresh.size();
            List<Rule> created = now > most || fresh.isEmpty() ? List.of() : insert(handle, appId, fresh);
            if (!forReal) {
                handle.rollback();
            }
            return new Added(created, duplicates, now);
        });
    }

    private static List<Rule> insert(Handle handle, long appId, List<Rule> fresh) {
        return handle
                .createQuery("""
                        insert into platform.stream_rules (app_id, value, tag)
                        select :app, w.value, w.tag from unnest(:values, :tags) with ordinality w (value, tag, place)
                        order by w.place
                        returning id, value, tag
                        """)
                .bind("app", appId)
                .bind("values", values(fresh))
                .bind("tags", fresh.stream().map(Rule::tag).toArray(String[]::new))
                .map((row, context) -> rule(row))
                .list()
                .stream()
                .sorted(java.util.Comparator.comparingLong(Rule::id))
                .toList();
    }

    /**
     * Deletes rules by id or value.
     *
     * @param all whether to delete every rule of the app
     * @return those that were there
     */
    List<Rule> delete(long appId, Collection<Long> ids, Collection<String> values, boolean all, boolean forReal) {
        return jdbi.inTransaction(handle -> {
            nextEdition(handle, appId);
            List<Rule> deleted = handle.createQuery("""
                            delete from platform.stream_rules
                            where app_id = :app and (:all or id = any(:ids) or value = any(:values))
                            returning id, value, tag
                            """)
                    .bind("app", appId)
                    .bind("all", all)
                    .bind("ids", longs(ids))
                    .bind("values", values.toArray(String[]::new))
                    .map((row, context) -> rule(row))
                    .list();
            if (!forReal) {
                handle.rollback();
            }
            return deleted;
        });
    }

    /** Who holds the row of the edition changes the app's rules; others wait. */
    private static void nextEdition(Handle handle, long appId) {
        handle.createUpdate("""
                        insert into platform.stream_rule_editions as e (app_id, edition) values (:app, 1)
                        on conflict (app_id) do update set edition = e.edition + 1
                        """).bind("app", appId).execute();
    }

    /** How many rules each app of an account has, by app. */
    Map<Long, Long> counts(long accountId) {
        Map<Long, Long> counts = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select a.id, count(r.id) as rules
                        from platform.apps a left join platform.stream_rules r on r.app_id = a.id
                        where a.account_id = :account group by a.id
                        """)
                .bind("account", accountId)
                .map((row, context) -> counts.put(row.getLong("id"), row.getLong("rules")))
                .list());
        return counts;
    }

    /** The rules of these apps, by app; apps that never had any are left out. */
    Map<Long, AppRules> load(Collection<Long> apps) {
        Map<Long, Long> editions = new HashMap<>();
        Map<Long, List<Rule>> rules = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select e.app_id, e.edition, r.id, r.value, r.tag
                        from platform.stream_rule_editions e left join platform.stream_rules r on r.app_id = e.app_id
                        where e.app_id = any(:apps) order by r.id
                        """)
                .bind("apps", longs(apps))
                .map((row, context) -> {
                    long app = row.getLong("app_id");
                    editions.put(app, row.getLong("edition"));
                    List<Rule> known = rules.computeIfAbsent(app, a -> new ArrayList<>());
                    return row.getString("value") == null || known.add(rule(row));
                })
                .list());
        Map<Long, AppRules> loaded = new HashMap<>();
        editions.forEach((app, edition) -> loaded.put(app, new AppRules(edition, rules.getOrDefault(app, List.of()))));
        return loaded;
    }

    /** The editions of these apps, by app. */
    Map<Long, Long> editions(Collection<Long> apps) {
        Map<Long, Long> editions = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "select app_id, edition from platform.stream_rule_editions where app_id = any(:apps)")
                .bind("apps", longs(apps))
                .map((row, context) -> editions.put(row.getLong("app_id"), row.getLong("edition")))
                .list());
        return editions;
    }

    private static Rule rule(ResultSet row) throws SQLException {
        return new Rule(row.getLong("id"), row.getString("value"), tag(row));
    }

    private static @Nullable String tag(ResultSet row) throws SQLException {
        return row.getString("tag");
    }

    private static String[] values(List<Rule> rules) {
        return rules.stream().map(Rule::value).toArray(String[]::new);
    }

    private static Long[] longs(Collection<Long> ids) {
        return ids.toArray(Long[]::new);
    }
}
