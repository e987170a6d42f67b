package dev.weir.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.api.microblog.Snowflakes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ids here of what elsewhere has addresses. An address keeps the id it got first, so that an import can be repeated.
 *
 * <p>A post's id is a snowflake of its time with a hash of the address in the low 22 bits; a user's is 62 bits of the hash.
 * Where that is taken by something else, the next one is.
 */
final class Origins {

    /** The longest address that is remembered, in UTF-16 units. */
    static final int LONGEST = 2_000;

    private static final String KNOWN = "select uri, id, target_id from microblog.origins where uri = any(?)";

    private static final String TAKEN = """
            select id from microblog.posts where id = any(?)
            union select id from microblog.users where id = any(?)
            union select id from microblog.origins where kind in ('user', 'post') and id = any(?)""";

    private static final String KEEP = """
            insert into microblog.origins (uri, kind, id, target_id)
            select uri, kind, id, target from unnest(?, ?, ?, ?) as o (uri, kind, id, target) order by uri
            on conflict (uri) do update set id = excluded.id, target_id = excluded.target_id
            where origins.kind in ('follow', 'like')""";

    /** What an address belongs to. */
    enum Kind {
        USER,
        POST,
        FOLLOW,
        LIKE
    }

    /**
     * What an address stands for here.
     *
     * @param id of the post or user; of a follow or like, the user
     * @param target of a follow, the user followed; of a like, the post; else 0
     */
    record Origin(Kind kind, long id, long target) {}

    private final Connection connection;

    Origins(Connection connection) {
        this.connection = connection;
    }

    /** What is known of these addresses. */
    Map<String, Origin> find(Collection<String> uris, Kind kind) throws SQLException {
        Map<String, Origin> found = new HashMap<>();
        try (var query = connection.prepareStatement(KNOWN)) {
            query.setArray(1, connection.createArrayOf("text", uris.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), new Origin(kind, rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        return found;
    }

    /** The ids of users, made where they have none. */
    Map<String, Long> users(Set<String> uris) throws SQLException {
        Map<String, Long> wanted = new LinkedHashMap<>();
        uris.forEach(uri -> wanted.put(uri, Math.max(1, hash(uri) >>> 2)));
        return ids(wanted, Kind.USER);
    }

    /** The ids of posts, made from these times where they have none. */
    Map<String, Long> posts(Map<String, Instant> times) throws SQLException {
        Map<String, Long> wanted = new LinkedHashMap<>();
        times.forEach((uri, time) -> wanted.put(uri, Math.max(1, Snowflakes.at(time, hash(uri)))));
        return ids(wanted, Kind.POST);
    }

    private Map<String, Long> ids(Map<String, Long> wanted, Kind kind) throws SQLException {
        Map<String, Long> ids = new HashMap<>();
        find(wanted.keySet(), kind).forEach((uri, origin) -> ids.put(uri, origin.id()));
        Map<String, Long> made = new LinkedHashMap<>(wanted);
        made.keySet().removeAll(ids.keySet());
        Set<Long> given = new HashSet<>();
        for (var taken = taken(made.values()); ; taken = taken(made.values())) {
            boolean free = true;
            given.clear();
            for (var entry : made.entrySet()) {
                if (taken.contains(entry.getValue()) || !given.add(entry.getValue())) {
                    entry.setValue(entry.getValue() + 1);
                    free = false;
                }
            }
            if (free) {
                break;
            }
        }
        Map<String, Origin> kept = new LinkedHashMap<>();
        made.forEach((uri, id) -> kept.put(uri, new Origin(kind, id, 0)));
        keep(kept);
        ids.putAll(made);
        return ids;
    }

    private Set<Long> taken(Collection<Long> ids) throws SQLException {
        Set<Long> taken = new HashSet<>();
        if (ids.isEmpty()) {
            return taken;
        }
        try (var query = connection.prepareStatement(TAKEN)) {
            for (int i = 1; i <= 3; i++) {
                query.setArray(i, connection.createArrayOf("bigint", ids.toArray()));
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getLong(1));
                }
            }
        }
        return taken;
    }

    /** Remembers what addresses stand for; those of users and posts keep what they have. */
    void keep(Map<String, Origin> origins) throws SQLException {
        if (origins.isEmpty()) {
            return;
        }
        var all = List.copyOf(origins.entrySet());
        try (var insert = connection.prepareStatement(KEEP)) {
            insert.setArray(1, array("text", all.stream().map(Map.Entry::getKey)));
            insert.setArray(
                    2,
                    array(
                            "text",
                            all.stream().map(it -> it.getValue().kind().name().toLowerCase(Locale.ROOT))));
            insert.setArray(
                    3, array("bigint", all.stream().map(it -> it.getValue().id())));
            insert.setArray(
                    4, array("bigint", all.stream().map(it -> it.getValue().target())));
            insert.executeUpdate();
        }
    }

    private Array array(String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /** 64 bits of an address's SHA-256. */
    static long hash(String uri) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(uri.getBytes(UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }
}
