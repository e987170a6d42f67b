package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.api.microblog.CountedPost;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Where a page of posts stands in its list: the {@code meta} of an answer.
 *
 * @param next token of the page behind this one; empty on the last
 * @param previous token of the page before this one; empty on the first, and where the list has no way back
 */
public record Page(Optional<String> next, Optional<String> previous) {

    void write(JsonGenerator json, Collection<CountedPost> posts) throws IOException {
        json.writeObjectFieldStart("meta");
        json.writeNumberField("result_count", posts.size());
        write(json, "newest_id", ids(posts).max());
        write(json, "oldest_id", ids(posts).min());
        if (next.isPresent()) {
            json.writeStringField("next_token", next.get());
        }
        if (previous.isPresent()) {
            json.writeStringField("previous_token", previous.get());
        }
        json.writeEndObject();
    }

    private static LongStream ids(Collection<CountedPost> posts) {
        return posts.stream().mapToLong(CountedPost::id);
    }

    private static void write(JsonGenerator json, String name, OptionalLong id) throws IOException {
        if (id.isPresent()) {
            json.writeStringField(name, Long.toString(id.getAsLong()));
        }
    }
}
