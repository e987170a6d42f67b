package dev.weir.api.microblog;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the statements of those who read all matches, oldest first, with the conditions of {@link SqlSearch}. As there,
 * the shape of a statement decides how it finds its rows, not the planner's guess.
 */
final class SqlOldest {

    /** Reading goes by the fence of a limit within; how far it came is asked of the index alone. */
    private static final String WALKED = """
            with page as materialized (
                select m.id, m.tid from (
                    select *, ctid as tid from microblog.posts where id >= :from and id < :until order by id limit :rows) m
                where %s""" + SqlSearch.WITHIN + """
                order by m.id limit :limit),
            reached as materialized (
                select case when (select count(*) from page) < :limit
                    then coalesce((
                        select id + 1 from microblog.posts where id >= :from and id < :until
                        order by id offset :rows - 1 limit 1), :until)
                    else (select max(id) + 1 from page) end as reached)
            """ + Rows.POST_COLUMNS.stripTrailing()
            + ", reached.reached\nfrom reached left join (page\n"
            + Rows.SEEN_POST_JOINS + ") on true order by page.id";

    /** Adding nothing keeps the planner from walking the primary key, which is what {@link #WALKED} is for. */
    private static final String FOUND = """
            select m.id, m.ctid as tid from microblog.posts m
            where %s and m.id >= :from and m.id < :until""" + SqlSearch.WITHIN + "order by m.id + 0 limit :limit";

    private static final String PAGE = "with page as materialized (\n%s)\n" + Rows.POST_COLUMNS + "from page\n"
            + Rows.SEEN_POST_JOINS + "order by page.id";

    private final SqlConditions conditions = new SqlConditions();
    private final Condition condition;

    SqlOldest(Condition condition) {
        this.condition = condition;
    }

    /** What the statements written so far bind, beside the range and the limits. */
    Map<String, Object> values() {
        return conditions.values();
    }

    /** The first matches among so many posts; {@code reached} in each row, and one row without a post if none match. */
    String walked() {
        return WALKED.formatted(conditions.filter(condition));
    }

    /** The first matches of the whole range. */
    String found() {
        List<String> branches = condition.branches().stream()
                .map(branch -> FOUND.formatted(conditions.finder(branch)))
                .toList();
        return PAGE.formatted(
                branches.size() == 1
                        ? branches.get(0)
                        : branches.stream()
                                .collect(Collectors.joining(
                                        ")\nunion (", "select id, tid from ((", ")) found order by id limit :limit")));
    }
}
