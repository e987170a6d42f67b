package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Pictures and films of a post as Twitter's archive has them, where every number is a text. */
final class TwitterMedia {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private TwitterMedia() {}

    /** All that a post has. */
    static Enclosures of(JsonNode tweet) {
        var enclosures = new Enclosures();
        var all = tweet.path("extended_entities").path("media");
        // Before 2015 a post had one at most, and told it among its entities.
        for (JsonNode each : all.isEmpty() ? tweet.path("entities").path("media") : all) {
            add(enclosures, each);
        }
        return enclosures;
    }

    private static void add(Enclosures enclosures, JsonNode each) {
        var type = each.path("type").asText("");
        var medium = enclosures.addMedium(type, each.path("id_str").asText(""));
        var secure = each.path("media_url_https");
        Enclosures.put(
                medium,
                type.equals("photo") ? "url" : "preview_image_url",
                secure.isMissingNode() ? each.path("media_url") : secure);
        Enclosures.put(medium, "alt_text", each.path("ext_alt_text"));
        number(medium, "width", each.path("sizes").path("large").path("w"));
        number(medium, "height", each.path("sizes").path("large").path("h"));
        number(medium, "duration_ms", each.path("video_info").path("duration_millis"));
        for (JsonNode edition : each.path("video_info").path("variants")) {
            var variant = medium.withArray("variants").addObject();
            number(variant, "bit_rate", edition.path("bitrate"));
            Enclosures.put(variant, "content_type", edition.path("content_type"));
            Enclosures.put(variant, "url", edition.path("url"));
        }
    }

    private static void number(ObjectNode object, String name, JsonNode number) {
        if (NUMBER.matcher(number.asText("")).matches()) {
            object.put(name, Integer.parseInt(number.asText()));
        } else if (!number.isMissingNode()) {
            object.set(name, number);
        }
    }
}
