package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.api.microblog.CountedPost;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Where a page stands in its list: the {@code meta} of an answer.
 *
 * @param next token of the page behind this one; empty on the last
 * @param previous token of the page before this one; empty on the first, and where the list has no way back
 */
public record Page(Optional<String> next, Optional<String> previous) {

    void write(JsonGenerator json, Collection<CountedPost> posts, int results) throws IOException {
        json.writeNumberField("result_count", results);
        write(json, "newest_id", ids(posts).max());
        write(json, "oldest_id", ids(posts).min());
        if (next.isPresent()) {
            json.writeStringField("next_token", next.get());
        }
        if (previous.isPresent()) {
            json.writeStringField("previous_token", previous.get());
        }
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
