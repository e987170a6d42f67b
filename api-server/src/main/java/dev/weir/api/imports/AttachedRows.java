package dev.weir.api.imports;

import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Poll;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way of media and polls into the microblog, in bulk. What is there already is left as it is. */
public final class AttachedRows {

    private static final String ADD_MEDIA = """
            insert into microblog.media (media_key, type, url, preview_image_url, alt_text, width, height, duration_ms,
                variants)
            select media_key, type, url, preview, alt_text, width, height, duration, cast(variants as jsonb)
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                as m (media_key, type, url, preview, alt_text, width, height, duration, variants)
            order by media_key
            on conflict do nothing""";

    private static final String ADD_POLLS = """
            insert into microblog.polls (id, options, duration_minutes, end_datetime)
            select id, cast(options as jsonb), duration, to_timestamp(ends / 1000.0)
            from unnest(?, ?, ?, ?) as p (id, options, duration, ends)
            order by id
            on conflict do nothing""";

    private static final String MEDIA = "select media_key, type from microblog.media where media_key = any(?)";

    private final Connection connection;

    /** @param connection whose transaction it is part of */
    public AttachedRows(Connection connection) {
        this.connection = connection;
    }

    /** Stores what these posts have attached, and tells of what types the media are now, by key. */
    Map<String, Media.Type> add(List<Entry.OfPost> posts) throws SQLException {
        Map<String, Media> media = new LinkedHashMap<>();
        Map<Long, Poll> polls = new LinkedHashMap<>();
        for (var post : posts) {
            post.attached().media().forEach(each -> media.putIfAbsent(each.mediaKey(), each));
            post.attached().polls().forEach(each -> polls.putIfAbsent(each.id(), each));
        }
        if (!polls.isEmpty()) {
            addPolls(polls.values());
        }
        if (media.isEmpty()) {
            return Map.of();
        }
        addMedia(media.values());
        return types(media.keySet());
    }

    /** Stores media. */
    public void addMedia(Collection<Media> media) throws SQLException {
        update(
                ADD_MEDIA,
                array("text", media, Media::mediaKey),
                array("text", media, each -> each.type().value()),
                array("text", media, Media::url),
                array("text", media, Media::previewImageUrl),
                array("text", media, Media::altText),
                array("integer", media, Media::width),
                array("integer", media, Media::height),
                array("integer", media, Media::durationMillis),
                array("text", media, Media::variants));
    }

    private void addPolls(Collection<Poll> polls) throws SQLException {
        update(
                ADD_POLLS,
                array("bigint", polls, Poll::id),
                array("text", polls, Poll::options),
                array("integer", polls, Poll::durationMinutes),
                array("bigint", polls, poll -> millis(poll.endsAt())));
    }

    private static @Nullable Object millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private Map<String, Media.Type> types(Collection<String> keys) throws SQLException {
        Map<String, Media.Type> types = new HashMap<>();
        try (var query = connection.prepareStatement(MEDIA)) {
            query.setArray(1, connection.createArrayOf("text", keys.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    types.put(
                            rows.getString(1), Media.Type.of(rows.getString(2)).orElseThrow());
                }
            }
        }
        return types;
    }

    private <T> Array array(String type, Collection<T> all, Function<T, @Nullable Object> value) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[all.size()];
        int i = 0;
        for (T each : all) {
            values[i++] = value.apply(each);
        }
        return connection.createArrayOf(type, values);
    }

    private void update(String sql, Array... columns) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns.length; i++) {
                statement.setArray(i + 1, columns[i]);
            }
            statement.executeUpdate();
        }
    }
}
