package dev.weir.api.microblog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
}
