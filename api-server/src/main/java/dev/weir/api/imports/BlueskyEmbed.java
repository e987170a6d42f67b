package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Pictures and films of a post of Bluesky (AT Protocol, lexicons {@code app.bsky.embed.*}). They are named by a hash of
 * their content, and which server has them is not said: so they have no address here. Nor have they a size, of which only
 * the ratio is said.
 */
final class BlueskyEmbed {

    private BlueskyEmbed() {}

    /** All that a post has. */
    static Enclosures of(JsonNode record, String uri) {
        var enclosures = new Enclosures();
        var embed = record.path("embed");
        var media = type(embed).equals("app.bsky.embed.recordWithMedia") ? embed.path("media") : embed;
        switch (type(media)) {
            case "app.bsky.embed.images" -> {
                int place = 0;
                for (JsonNode image : media.path("images")) {
                    add(enclosures, "photo", uri, place++, image);
                }
            }
            case "app.bsky.embed.video" -> {
                boolean loops = media.path("presentation").asText("").equals("gif");
                add(enclosures, loops ? "animated_gif" : "video", uri, 0, media);
            }
            default -> {}
        }
        return enclosures;
    }

    private static String type(JsonNode node) {
        return node.path("$type").asText("");
    }

    private static void add(Enclosures enclosures, String type, String uri, int place, JsonNode told) {
        Enclosures.put(enclosures.addMedium(type, uri, place), "alt_text", told.path("alt"));
    }
}
