package dev.weir.api.microblog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a text points at: hashtags, cashtags, mentions and links, each with its place. Places count code points, the end
 * is exclusive.
 *
 * <p>Links are those with a scheme; mentions are names, whether or not such a user exists.
 */
public record Entities(List<Tag> hashtags, List<Tag> cashtags, List<Mention> mentions, List<Link> urls) {

    /**
     * A word with a sign before it.
     *
     * @param tag without the sign, as written
     */
    public record Tag(int start, int end, String tag) {}

    /**
     * A user named in a text.
     *
     * @param username without the at sign, as written
     * @param id of the user; null where it is not known, or nobody has the name
     */
    public record Mention(
            int start, int end, String username, @Nullable Long id) {}

    /**
     * A link.
     *
     * @param displayUrl the short form to show
     */
    public record Link(int start, int end, String url, String expandedUrl, String displayUrl) {}

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_DISPLAY = 27;

    public Entities {
        hashtags = List.copyOf(hashtags);
        cashtags = List.copyOf(cashtags);
        mentions = List.copyOf(mentions);
        urls = List.copyOf(urls);
    }

    /** The entities of a text, in the order they stand in it. */
    public static Entities of(String text) {
        var found = new Entities.Builder(text);
        TextScanner.scan(text, found::take);
        return new Entities(found.hashtags, found.cashtags, found.mentions, found.urls);
    }

    /**
     * The same, with the ids of the users mentioned where there is one for the name.
     *
     * @param ids by name in the spelling of {@link Users#key}
     */
    public Entities knowing(Map<String, Long> ids) {
        return new Entities(
                hashtags,
                cashtags,
                mentions.stream()
                        .map(mention -> new Mention(
                                mention.start, mention.end, mention.username, ids.get(Users.key(mention.username))))
                        .toList(),
                urls);
    }

    /** The JSON that the data API shows and the database stores; empty when there are none. */
    public Optional<String> toJson() {
        if (hashtags.isEmpty() && cashtags.isEmpty() && mentions.isEmpty() && urls.isEmpty()) {
            return Optional.empty();
        }
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            writeTags(json, "hashtags", hashtags);
            writeTags(json, "cashtags", cashtags);
            writeMentions(json);
            writeUrls(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return Optional.of(text.toString());
    }

    /** Whom stored entities mention, in the order of the text. */
    public static List<Mention> mentionsIn(String json) {
        // Most mention nobody; to read them all to find that out was a twentieth of the time of a hundred posts.
        if (!json.contains("\"username\"")) {
            return List.of();
        }
        List<Mention> mentions = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            Map<String, String> entity = new HashMap<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    entity.clear();
                } else if (token.isScalarValue()) {
                    entity.put(parser.currentName(), parser.getText());
                } else if (token == JsonToken.END_OBJECT && entity.containsKey("username")) {
                    String id = entity.get("id");
                    mentions.add(new Mention(
                            Integer.parseInt(entity.get("start")),
                            Integer.parseInt(entity.get("end")),
                            entity.get("username"),
                            id == null ? null : Long.valueOf(id)));
                    entity.clear();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("stored entities are not JSON: " + e.getMessage(), e);
        }
        return mentions;
    }

    /** The addresses that stored entities link to, each once: as written, and where they lead. */
    static Set<String> linksIn(String json) {
        return textsIn(json, Set.of("url", "expanded_url", "unwound_url"));
    }

    private static Set<String> textsIn(String json, Set<String> names) {
        Set<String> texts = new LinkedHashSet<>();
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME
                        && names.contains(parser.currentName())
                        && parser.nextToken() == JsonToken.VALUE_STRING) {
                    texts.add(parser.getText());
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("stored entities are not JSON: " + e.getMessage(), e);
        }
        return texts;
    }

    private static void writeTags(JsonGenerator json, String name, List<Tag> tags) throws IOException {
        if (tags.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (Tag tag : tags) {
            startEntity(json, tag.start, tag.end);
            json.writeStringField("tag", tag.tag);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeMentions(JsonGenerator json) throws IOException {
        if (mentions.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("mentions");
        for (Mention mention : mentions) {
            startEntity(json, mention.start, mention.end);
            json.writeStringField("username", mention.username);
            if (mention.id != null) {
                json.writeStringField("id", Long.toString(mention.id));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeUrls(JsonGenerator json) throws IOException {
        if (urls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("urls");
        for (Link link : urls) {
            startEntity(json, link.start, link.end);
            json.writeStringField("url", link.url);
            json.writeStringField("expanded_url", link.expandedUrl);
            json.writeStringField("display_url", link.displayUrl);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void startEntity(JsonGenerator json, int start, int end) throws IOException {
        json.writeStartObject();
        json.writeNumberField("start", start);
        json.writeNumberField("end", end);
    }

    private static final class Builder {

        private final String text;
        private final List<Tag> hashtags = new ArrayList<>();
        private final List<Tag> cashtags = new ArrayList<>();
        private final List<Mention> mentions = new ArrayList<>();
        private final List<Link> urls = new ArrayList<>();
        /** Code points before {@code countedTo}, kept so that a long text is counted once. */
        private int codePoints;

        private int countedTo;

        private Builder(String text) {
            this.text = text;
        }

        private void take(TextScanner.Piece piece) {
            switch (piece.kind()) {
                case WORD, UNSPACED, EMOJI -> {}
                case HASHTAG -> hashtags.add(new Tag(offset(piece.start()), offset(piece.end()), name(piece)));
                case CASHTAG -> cashtags.add(new Tag(offset(piece.start()), offset(piece.end()), name(piece)));
                case MENTION ->
                    mentions.add(new Mention(offset(piece.start()), offset(piece.end()), name(piece), null));
                case LINK -> {
                    String url = text.substring(piece.start(), piece.end());
                    urls.add(new Link(offset(piece.start()), offset(piece.end()), url, url, display(url)));
                }
            }
        }

        private String name(TextScanner.Piece piece) {
            return text.substring(piece.start() + 1, piece.end());
        }

        private int offset(int index) {
            codePoints += text.codePointCount(countedTo, index);
            countedTo = index;
            return codePoints;
        }
    }

    private static String display(String url) {
        String bare = url.substring(url.indexOf("://") + 3);
        String shown = bare.startsWith("www.") ? bare.substring(4) : bare;
        int length = shown.codePointCount(0, shown.length());
        return length <= LONGEST_DISPLAY
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, LONGEST_DISPLAY - 1)) + "…";
    }
}
