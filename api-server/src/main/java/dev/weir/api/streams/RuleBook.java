package dev.weir.api.streams;

import dev.weir.api.search.InvalidQueryException;
import dev.weir.api.search.QueryParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of the apps that are connected to this gateway, kept up with what PostgreSQL has. Thread-safe. */
final class RuleBook {

    private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

    /** Rules of an app, and the same made ready. */
    private record Page(AppRules rules, List<RuleIndex.Ready> ready) {}

    private final SqlRules sql;
    private final Map<Long, Page> pages = new HashMap<>();
    private volatile RuleIndex index = RuleIndex.EMPTY;

    RuleBook(SqlRules sql) {
        this.sql = sql;
    }

    /** The rules in force. */
    RuleIndex index() {
        return index;
    }

    /** Reads an app's rules as they are now; false when it has none. One statement. */
    synchronized boolean follow(long appId) {
        AppRules loaded = sql.load(List.of(appId)).getOrDefault(appId, AppRules.NONE);
        if (put(appId, loaded)) {
            rebuild();
        }
        return !loaded.rules().isEmpty();
    }

    /** Reads an app's rules unless they are here: a {@link #refresh} may just have forgotten them. */
    synchronized void keep(long appId) {
        if (!pages.containsKey(appId)) {
            follow(appId);
        }
    }

    /**
     * Reads what has changed, and forgets all other apps. One statement when nothing has changed, otherwise two.
     *
     * @param connected the apps that are connected, asked for while nobody can {@link #keep} one
     */
    synchronized void refresh(Supplier<Set<Long>> connected) {
        Set<Long> apps = connected.get();
        boolean changed = pages.keySet().retainAll(apps);
        if (!apps.isEmpty()) {
            Map<Long, Long> editions = sql.editions(apps);
            List<Long> stale = apps.stream()
                    .filter(app -> !pages.containsKey(app)
                            || pages.get(app).rules().edition() < editions.getOrDefault(app, 0L))
                    .toList();
            if (!stale.isEmpty()) {
                Map<Long, AppRules> loaded = sql.load(stale);
                for (Long app : stale) {
                    changed |= put(app, loaded.getOrDefault(app, AppRules.NONE));
                }
            }
        }
        if (changed) {
            rebuild();
        }
    }

    private boolean put(long appId, AppRules rules) {
        Page known = pages.get(appId);
        if (known != null && known.rules().edition() == rules.edition()) {
            return false;
        }
        pages.put(appId, new Page(rules, ready(appId, rules.rules())));
        return true;
    }

    private static List<RuleIndex.Ready> ready(long appId, Collection<Rule> rules) {
        List<RuleIndex.Ready> ready = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            try {
                ready.add(RuleIndex.Ready.of(appId, rule, RuleText.parse(rule.value(), QueryParser.LONGEST)));
            } catch (InvalidQueryException | RuleText.TooLongException e) {
                // It was good when it was added: the grammar has changed since.
                LOG.warn("Rule {} of app {} is not understood any more: {}", rule.id(), appId, e.getMessage());
            }
        }
        return ready;
    }

    private void rebuild() {
        index = new RuleIndex(
                pages.values().stream().flatMap(page -> page.ready().stream()).toList());
    }
}
