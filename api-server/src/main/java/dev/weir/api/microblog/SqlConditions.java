package dev.weir.api.microblog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes conditions as SQL over a post {@code m}, with every value bound by name. One for each statement.
 *
 * <p>Two forms say the same. A <em>filter</em> is asked of each row that another index found, and never changes how rows
 * are found. A <em>finder</em> lets the planner begin with it, as long as it is not inside an alternative.
 */
final class SqlConditions {

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** What was bound so far, by name. */
    Map<String, Object> values() {
        return values;
    }

    /** The condition as a question to a row. */
    String filter(Condition condition) {
        return write(condition, false);
    }

    /** The condition as a way to rows. */
    String finder(Condition condition) {
        return write(condition, true);
    }

    private String write(Condition condition, boolean finds) {
        if (condition instanceof Condition.All all) {
            return joined(all.parts(), " and ", finds);
        }
        if (condition instanceof Condition.Any any) {
            return joined(any.parts(), " or ", false);
        }
        if (condition instanceof Condition.Not not) {
            return "(" + write(not.condition(), false) + ") is not true";
        }
        if (condition instanceof Condition.Terms terms) {
            return "m.search @@ cast(" + bound(terms.query()) + " as tsquery)";
        }
        if (condition instanceof Condition.Refers refers) {
            return column(refers.reference()) + " = " + bound(refers.postId());
        }
        if (condition instanceof Condition.RepostsOf reposts) {
            return reposts(bound(reposts.userId()), finds);
        }
        if (condition instanceof Condition.AtLeast least) {
            return counted(least.counter(), bound(least.least()), finds);
        }
        return finds
                ? "exists (select from microblog.users v where v.id = m.author_id and v.verified)"
                : "(select v.verified from microblog.users v where v.id = m.author_id)";
    }

    private String joined(List<Condition> parts, String operator, boolean finds) {
        return parts.stream().map(part -> write(part, finds)).collect(Collectors.joining(operator, "(", ")"));
    }

    private String bound(Object value) {
        String name = "c" + values.size();
        values.put(name, value);
        return ":" + name;
    }

    private static String column(Reference reference) {
        return switch (reference) {
            case CONVERSATION -> "m.conversation_id";
            case REPLIED_TO -> "m.reply_to_id";
            case REPOSTED -> "m.repost_of_id";
            case QUOTED -> "m.quoted_id";
        };
    }

    private static String reposts(String user, boolean finds) {
        return finds
                ? "m.repost_of_id in (select o.id from microblog.posts o where o.author_id = " + user + ")"
                : "(select o.author_id from microblog.posts o where o.id = m.repost_of_id) = " + user;
    }

    /** The magnitude leads to few rows through its index; a counter itself is never indexed, because it is hot. */
    private static String counted(Counter counter, String least, boolean finds) {
        String column = switch (counter) {
            case LIKES -> "likes";
            case REPLIES -> "replies";
            case REPOSTS -> "reposts";
        };
        if (!finds) {
            return "coalesce((select n." + column + " from microblog.post_counts n where n.post_id = m.id), 0) >= "
                    + least;
        }
        return "exists (select from microblog.post_counts n where n.post_id = m.id and n." + column + " >= " + least
                + " and n." + column + "_magnitude >= microblog.magnitude(" + least + "))";
    }
}
