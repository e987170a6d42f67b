package dev.weir.api.imports.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The elements of one JSON array, one after the other, in memory that neither the array nor an element can exhaust. */
public final class JsonElements implements Closeable {

    /** The longest element there may be, in bytes. */
    public static final long LONGEST = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An element.
     *
     * @param number counted from 1
     * @param tooLong whether it was passed over; the node is missing then
     */
    public record Element(long number, JsonNode node, boolean tooLong) {}

    private final InputStream in;
    private final JsonParser parser;
    private long number;
    private boolean ended;

    private JsonElements(InputStream in, JsonParser parser) {
        this.in = in;
        this.parser = parser;
    }

    /** The array that a script assigns, such as {@code window.YTD.tweets.part0 = [ … ];}: what stands around it is dropped. */
    public static JsonElements ofScript(InputStream script) throws IOException {
        var in = new BufferedInputStream(script, 1 << 16);
        in.mark(1);
        for (int c = in.read(); c != '['; c = in.read()) {
            if (c < 0) {
                throw new EOFException("there is no array in it");
            }
            in.mark(1);
        }
        in.reset();
        var parser = JSON.getFactory().createParser(in);
        parser.nextToken();
        return new JsonElements(in, parser);
    }

    /** The array that an object holds under this name. */
    public static JsonElements ofMember(InputStream object, String name) throws IOException {
        var parser = JSON.getFactory().createParser(object);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("there is no object in it");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            if (parser.nextToken() == JsonToken.START_ARRAY && found) {
                return new JsonElements(object, parser);
            }
            parser.skipChildren();
        }
        throw new IOException("there is no array \"" + name + "\" in it");
    }

    /** The next element; empty at the end of the array. */
    public Optional<Element> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        try {
            var token = parser.nextToken();
            if (token == null) {
                throw new EOFException("the array ends too early");
            }
            if (token == JsonToken.END_ARRAY) {
                ended = true;
                return Optional.empty();
            }
            number++;
            return Optional.of(element());
        } catch (JsonProcessingException e) {
            throw new IOException("not JSON behind element %,d: %s".formatted(number, e.getOriginalMessage()), e);
        }
    }

    private Element element() throws IOException {
        long start = parser.currentLocation().getByteOffset();
        int depth = 0;
        boolean tooLong = false;
        try (var tokens = new TokenBuffer(parser)) {
            do {
                var token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                tooLong |= parser.currentLocation().getByteOffset() - start > LONGEST;
                if (!tooLong) {
                    tokens.copyCurrentEvent(parser);
                }
            } while (depth > 0 && advance());
            JsonNode node = tooLong ? MissingNode.getInstance() : JSON.readTree(tokens.asParser());
            return new Element(number, node, tooLong);
        }
    }

    private boolean advance() throws IOException {
        if (parser.nextToken() == null) {
            throw new EOFException("the array ends too early");
        }
        return true;
    }

    /** How many bytes have been used. */
    public long bytes() {
        return Math.max(0, parser.currentLocation().getByteOffset());
    }

    @Override
    public void close() throws IOException {
        parser.close();
        in.close();
    }
}
