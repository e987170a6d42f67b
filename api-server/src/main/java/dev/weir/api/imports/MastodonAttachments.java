package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pictures, films and polls of an object of ActivityStreams 2.0, as Mastodon writes it. Its archive has the files itself
 * and names them by their place in there: such an address leads nowhere for anyone else, and is left out. So is sound,
 * for which the data API has no type.
 */
final class MastodonAttachments {

    private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    private MastodonAttachments() {}

    /**
     * All that a post has.
     *
     * @param id of the post here, which its poll shares
     */
    static Enclosures of(JsonNode object, String uri, Instant published, long id) {
        var enclosures = new Enclosures();
        var attached = object.path("attachment");
        int place = 0;
        for (JsonNode each : attached.isObject() ? List.of(attached) : attached) {
            add(enclosures, each, uri, place++);
        }
        if (object.path("type").asText("").equals("Question")) {
            poll(enclosures.addPoll(id), object, published);
        }
        return enclosures;
    }

    private static void add(Enclosures enclosures, JsonNode each, String uri, int place) {
        var type = type(each);
        if (type.isEmpty()) {
            return;
        }
        var medium = enclosures.addMedium(type.get(), uri, place);
        var address = each.path("url");
        if (type.get().equals("video")) {
            putAddress(medium, "preview_image_url", each.path("icon").path("url"));
            if (leadsSomewhere(address)) {
                var variant = medium.putArray("variants").addObject();
                Enclosures.put(variant, "content_type", each.path("mediaType"));
                variant.set("url", address);
            }
        } else {
            putAddress(medium, "url", address);
        }
        Enclosures.put(medium, "alt_text", each.path(each.has("name") ? "name" : "summary"));
        medium.set("width", each.get("width"));
        medium.set("height", each.get("height"));
    }

    /** What it is; empty if it is something that posts here do not have. */
    private static Optional<String> type(JsonNode each) {
        var format = each.path("mediaType").asText("");
        if (format.isEmpty()) {
            return Optional.of(each.path("type").asText(""));
        }
        if (format.equals("image/gif")) {
            return Optional.of("animated_gif");
        }
        return format.startsWith("image/")
                ? Optional.of("photo")
                : Optional.of("video").filter(video -> format.startsWith("video/"));
    }

    /** Writes an address unless it is a place in the archive. */
    static void putAddress(ObjectNode object, String name, JsonNode address) {
        if (leadsSomewhere(address)) {
            object.set(name, address);
        }
    }

    private static boolean leadsSomewhere(JsonNode address) {
        return WITH_SCHEME.matcher(address.asText("")).matches();
    }

    private static void poll(ObjectNode poll, JsonNode question, Instant published) {
        var options = poll.putArray("options");
        for (JsonNode choice : question.path(question.has("anyOf") ? "anyOf" : "oneOf")) {
            var option = options.addObject();
            option.set("label", choice.get("name"));
            option.set("votes", choice.path("replies").get("totalItems"));
        }
        var end = question.path(question.has("endTime") ? "endTime" : "closed");
        if (end.isTextual()) {
            poll.set("end_datetime", end);
            minutes(published, end.asText()).ifPresent(minutes -> poll.put("duration_minutes", minutes));
        }
    }

    private static Optional<Integer> minutes(Instant published, String end) {
        try {
            long minutes = Duration.between(published, OffsetDateTime.parse(end).toInstant())
                    .toMinutes();
            return Optional.of((int) minutes).filter(whole -> whole > 0 && whole == minutes);
        } catch (DateTimeException e) {
            // Whoever reads the end of the poll says what is wrong with it.
            return Optional.empty();
        }
    }
}
