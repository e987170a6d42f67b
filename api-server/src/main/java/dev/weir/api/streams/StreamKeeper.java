package dev.weir.api.streams;

import dev.weir.api.endpoints.Policy;
import dev.weir.api.keys.Caller;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.keys.KeysUnavailableException;
import dev.weir.api.plans.Policies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the open connections of this gateway against what others say of them: keys that end, plans that change, apps that
 * close their connections, gateways that took this one for dead. Tells the registry of those that are over. Thread-safe.
 */
final class StreamKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(StreamKeeper.class);

    private final KeyDirectory keys;
    private final Policies policies;
    private final SqlConnections registry;
    private final Collection<StreamConnection> connections;
    private final Queue<Map.Entry<UUID, Disconnect>> ended = new ConcurrentLinkedQueue<>();

    /** @param connections those that are open, a view */
    StreamKeeper(
            KeyDirectory keys, Policies policies, SqlConnections registry, Collection<StreamConnection> connections) {
        this.keys = keys;
        this.policies = policies;
        this.registry = registry;
        this.connections = connections;
    }

    /** A connection is over; the registry hears of it with the next {@link #noteEnded}. */
    void ended(UUID connection, Disconnect why) {
        ended.add(Map.entry(connection, why));
    }

    /** Ends the connections of keys that ended and of plans that changed. */
    void judgeKeys() {
        for (StreamConnection connection : connections) {
            try {
                Caller before = connection.request().caller();
                Optional<Caller> caller = keys.current(before.keyId());
                if (caller.isEmpty()) {
                    connection.end(Disconnect.KEY_ENDED);
                } else {
                    judgePlan(connection, before, caller.get());
                }
            } catch (KeysUnavailableException e) {
                LOG.debug("keys of streams could not be checked", e);
                return;
            }
        }
    }

    private void judgePlan(StreamConnection connection, Caller before, Caller now) {
        Optional<Policy> policy =
                policies.find(now.plan(), connection.request().kind().endpoint());
        if (policy.isEmpty()) {
            return;
        }
        if (!now.plan().equals(before.plan()) || !policy.get().offered()) {
            connection.end(Disconnect.PLAN_CHANGED);
        } else {
            connection.policy(policy.get());
        }
    }

    /** Ends the connections that are to end, or are not registered any more. */
    void judgeRegistrations() {
        noteEnded();
        // Taken before the question: what is registered meanwhile must not look as if it were not.
        List<StreamConnection> known = List.copyOf(connections);
        Map<UUID, Boolean> registered = registry.beat();
        for (StreamConnection connection : known) {
            Boolean asked = registered.get(connection.id());
            if (asked == null) {
                connection.end(Disconnect.NOT_REGISTERED);
            } else if (asked) {
                connection.end(Disconnect.CLOSED_BY_APP);
            }
        }
    }

    /** Tells the registry what is over; tried again the next time when it fails. */
    void noteEnded() {
        List<Map.Entry<UUID, Disconnect>> taken = new ArrayList<>();
        for (var next = ended.poll(); next != null; next = ended.poll()) {
            taken.add(next);
        }
        if (taken.isEmpty()) {
            return;
        }
        Map<UUID, Disconnect> all = new HashMap<>();
        taken.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        try {
            registry.ended(all);
        } catch (RuntimeException e) {
            ended.addAll(taken);
            throw e;
        }
    }
}
