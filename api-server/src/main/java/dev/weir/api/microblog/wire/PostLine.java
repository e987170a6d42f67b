package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.api.microblog.CountedPost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A post as a line of NDJSON, the same bytes for the same post. */
public final class PostLine {

    private static final JsonFactory JSON = new JsonFactory();

    private PostLine() {}

    /** The post as one JSON object in UTF-8, ended by a line feed. */
    public static byte[] of(CountedPost post, Selection selection) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
            PostJson.write(json, post, selection);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        line.write('\n');
        return line.toByteArray();
    }
}
