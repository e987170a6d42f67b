package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Media and polls that a post elsewhere has, put into the shape of the data API: as its {@code attachments} and the
 * {@code includes} beside it.
 */
final class Enclosures {

    private final ObjectNode includes = JsonNodeFactory.instance.objectNode();
    private final ObjectNode attachments = JsonNodeFactory.instance.objectNode();

    /**
     * Adds a picture or film, to be filled.
     *
     * @param type as the data API calls it; any other is refused by whoever reads it
     * @param number what tells it from others of its type
     */
    ObjectNode addMedium(String type, String number) {
        // The first numbers are those that X gives keys of each type.
        var key = switch (type) {
                    case "photo" -> "3_";
                    case "video" -> "7_";
                    case "animated_gif" -> "16_";
                    default -> "0_";
                }
                + number;
        names("media_keys").add(key);
        return list("media").addObject().put("media_key", key).put("type", type);
    }

    /** Adds a picture or film of a service that names it by the address of its post and its place there. */
    ObjectNode addMedium(String type, String post, int place) {
        return addMedium(type, Long.toString(Origins.hash(post + "#media/" + place) >>> 1));
    }

    /** Adds a poll, to be filled. */
    ObjectNode addPoll(long id) {
        names("poll_ids").add(Long.toString(id));
        return list("polls").addObject().put("id", Long.toString(id));
    }

    /** Writes a text, or an address, where there is one. */
    static void put(ObjectNode object, String name, JsonNode text) {
        if (!text.asText("").isEmpty()) {
            object.set(name, text);
        }
    }

    private ArrayNode list(String name) {
        return includes.withArray(name);
    }

    private ArrayNode names(String name) {
        return attachments.withArray(name);
    }

    /** What a post says it has attached. */
    ObjectNode attachments() {
        return attachments;
    }

    /** What that is. */
    ObjectNode includes() {
        return includes;
    }
}
