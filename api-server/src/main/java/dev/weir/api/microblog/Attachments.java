package dev.weir.api.microblog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is attached to a post.
 *
 * @param mediaKeys of {@link Media}
 * @param pollIds of {@link Poll}s
 */
public record Attachments(List<String> mediaKeys, List<Long> pollIds) {

    private static final JsonFactory JSON = new JsonFactory();

    public Attachments {
        mediaKeys = List.copyOf(mediaKeys);
        pollIds = List.copyOf(pollIds);
    }

    /** Reads what a post has stored: {@code {"media_keys": ["3_1"], "poll_ids": ["1"]}}, either may be missing. */
    public static Attachments in(String json) {
        List<String> mediaKeys = new ArrayList<>();
        List<Long> pollIds = new ArrayList<>();
        String list = "";
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    list = parser.currentName();
                } else if (token == JsonToken.VALUE_STRING && list.equals("media_keys")) {
                    mediaKeys.add(parser.getText());
                } else if (token == JsonToken.VALUE_STRING && list.equals("poll_ids")) {
                    pollIds.add(Long.parseLong(parser.getText()));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("stored attachments are not JSON: " + e.getMessage(), e);
        }
        return new Attachments(mediaKeys, pollIds);
    }

    /** Of what types a post's media are, those aside of which nothing is known. */
    public static Set<Media.Type> types(Post post, Map<String, Media> known) {
        Set<Media.Type> types = EnumSet.noneOf(Media.Type.class);
        String attachments = post.attachments();
        if (attachments != null) {
            for (String key : in(attachments).mediaKeys) {
                Optional.ofNullable(known.get(key)).map(Media::type).ifPresent(types::add);
            }
        }
        return types;
    }

    /** As a post stores it; empty if nothing is attached. */
    public Optional<String> toJson() {
        if (mediaKeys.isEmpty() && pollIds.isEmpty()) {
            return Optional.empty();
        }
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            list(json, "media_keys", mediaKeys);
            list(json, "poll_ids", pollIds);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON cannot be written to memory", e);
        }
        return Optional.of(text.toString());
    }

    private static void list(JsonGenerator json, String name, List<?> values) throws IOException {
        if (!values.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (Object value : values) {
                json.writeString(value.toString());
            }
            json.writeEndArray();
        }
    }
}
