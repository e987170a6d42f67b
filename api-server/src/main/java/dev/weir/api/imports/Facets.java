package dev.weir.api.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.microblog.Entities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a text of Bluesky points at: said beside the text, in bytes of UTF-8, and not found in it again (AT Protocol,
 * "Rich text facets"). Ranges that begin or end within a character, overlap, or lie outside are passed over.
 */
final class Facets {

    private static final String MENTION = "app.bsky.richtext.facet#mention";

    /** A range of the text in code points, with what it points at. */
    private record Facet(int start, int end, String text, JsonNode feature) {}

    private Facets() {}

    /** @param users ids by DID, of those that are mentioned too */
    static Entities of(String text, JsonNode facets, Map<String, Long> users) {
        var bytes = text.getBytes(UTF_8);
        int[] places = places(bytes);
        List<Facet> found = new ArrayList<>();
        for (JsonNode facet : facets) {
            int from = facet.path("index").path("byteStart").asInt(-1);
            int to = facet.path("index").path("byteEnd").asInt(-1);
            boolean inside = from >= 0 && from < to && to <= bytes.length && places[from] >= 0 && places[to] >= 0;
            if (inside
                    && facet.path("features").isArray()
                    && !facet.path("features").isEmpty()) {
                found.add(new Facet(
                        places[from],
                        places[to],
                        new String(bytes, from, to - from, UTF_8),
                        facet.path("features").get(0)));
            }
        }
        found.sort(Comparator.comparingInt(Facet::start));
        return entities(found, users);
    }

    private static Entities entities(List<Facet> facets, Map<String, Long> users) {
        List<Entities.Tag> tags = new ArrayList<>();
        List<Entities.Mention> mentions = new ArrayList<>();
        List<Entities.Link> links = new ArrayList<>();
        int end = 0;
        for (Facet facet : facets) {
            if (facet.start() < end) {
                continue;
            }
            end = facet.end();
            switch (facet.feature().path("$type").asText("")) {
                case "app.bsky.richtext.facet#tag" ->
                    tags.add(new Entities.Tag(
                            facet.start(), end, facet.feature().path("tag").asText("")));
                case MENTION -> {
                    var name = Placeholder.adapted(
                            facet.text().replaceFirst("^@", "").split("\\.", 2)[0], 0);
                    mentions.add(new Entities.Mention(
                            facet.start(),
                            end,
                            name,
                            users.get(facet.feature().path("did").asText(""))));
                }
                case "app.bsky.richtext.facet#link" -> {
                    var url = facet.feature().path("uri").asText("");
                    if (url.matches("https?://.+") && url.length() <= Fields.LONGEST_ADDRESS) {
                        links.add(new Entities.Link(facet.start(), end, url, url, facet.text()));
                    }
                }
                default -> {}
            }
        }
        return new Entities(tags, List.of(), mentions, links);
    }

    /** The DIDs that facets mention. */
    static List<String> mentioned(JsonNode facets) {
        List<String> dids = new ArrayList<>();
        for (JsonNode facet : facets) {
            var feature = facet.path("features").path(0);
            if (feature.path("$type").asText("").equals(MENTION)) {
                dids.add(feature.path("did").asText(""));
            }
        }
        return dids;
    }

    /** For each byte that begins a character, and for the end, how many characters are before it; else -1. */
    private static int[] places(byte[] bytes) {
        int[] places = new int[bytes.length + 1];
        int characters = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean begins = (bytes[i] & 0xC0) != 0x80;
            places[i] = begins ? characters : -1;
            characters += begins ? 1 : 0;
        }
        places[bytes.length] = characters;
        return places;
    }
}
