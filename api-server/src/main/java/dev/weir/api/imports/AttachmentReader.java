package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Poll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads media and polls in the shape of the data API: {@code attachments} of a post names them, {@code includes} beside
 * the post tells what they are. One that cannot be taken is a flaw, and neither the post nor the others suffer from it.
 */
final class AttachmentReader {

    /** Of each kind to a post; no service known to us shows as many (Mastodon: 4 by default, 16 in some forks). */
    static final int MOST = 20;

    private static final int LONGEST_ALT_TEXT = 5_000;
    private static final int LONGEST_CONTENT_TYPE = 100;
    private static final int LONGEST_LABEL = 500;
    private static final Pattern MEDIA_KEY = Pattern.compile("[0-9]{1,19}_[0-9]{1,19}");
    /** Polls end in the future; what is beyond this has no four-digit year. */
    private static final Instant LATEST_END = Instant.parse("9999-12-31T23:59:59Z");

    private final Instant now;
    private final Flaws flaws = new Flaws();

    private AttachmentReader(Instant now) {
        this.now = now;
    }

    /**
     * What a post says it has attached.
     *
     * @param includes what stands beside the post; missing if nothing does
     */
    static Attached read(Fields post, JsonNode includes, Instant now) {
        return new AttachmentReader(now).read(post, includes);
    }

    private Attached read(Fields post, JsonNode includes) {
        var attachments = flaws.take(() -> post.object("attachments"));
        if (attachments.isEmpty()) {
            return new Attached(List.of(), List.of(), flaws.told());
        }
        var beside = includes.isMissingNode()
                ? Optional.<Fields>empty()
                : flaws.take(() -> Optional.of(Fields.of(includes, "includes")));
        var media = taken(attachments.get(), "media_keys", beside, "media", "media_key", AttachmentReader::medium);
        var polls = taken(attachments.get(), "poll_ids", beside, "polls", "id", this::poll);
        return new Attached(media, polls, flaws.told());
    }

    /** Reads one of its kind. */
    private interface Kind<T> {
        T read(Fields fields) throws BadEntryException;
    }

    private <T> List<T> taken(
            Fields attachments, String names, Optional<Fields> beside, String list, String key, Kind<T> kind) {
        Map<String, Fields> there = new LinkedHashMap<>();
        beside.flatMap(includes -> flaws.take(() -> includes.array(list)))
                .ifPresent(nodes -> index(nodes, "includes." + list, key, there));
        List<T> taken = new ArrayList<>();
        for (String name : names(attachments, names)) {
            var fields = there.get(name);
            if (fields == null) {
                flaws.add("%s names %s, which is not in includes.%s"
                        .formatted(attachments.path(names), Printable.quoted(name), list));
            } else {
                flaws.take(() -> Optional.of(kind.read(fields))).ifPresent(taken::add);
            }
        }
        return taken;
    }

    private Set<String> names(Fields attachments, String name) {
        Set<String> names = new LinkedHashSet<>();
        flaws.take(() -> attachments.array(name)).ifPresent(nodes -> nodes.forEach(node -> names.add(node.asText(""))));
        if (names.size() <= MOST) {
            return names;
        }
        flaws.add("%s has %,d entries, of which the first %d are taken"
                .formatted(attachments.path(name), names.size(), MOST));
        return new LinkedHashSet<>(List.copyOf(names).subList(0, MOST));
    }

    private void index(JsonNode nodes, String path, String key, Map<String, Fields> there) {
        int index = 0;
        boolean told = false;
        for (JsonNode node : nodes) {
            var place = "%s[%d]".formatted(path, index++);
            // A line has room for half a million that are none: the first of them says enough.
            if (node.isObject() || !told) {
                told |= !node.isObject();
                flaws.take(() -> Optional.of(Fields.of(node, place)))
                        .ifPresent(fields -> there.putIfAbsent(node.path(key).asText(""), fields));
            }
        }
    }

    private static Media medium(Fields medium) throws BadEntryException {
        var written = medium.text("type", Integer.MAX_VALUE);
        var type = Media.Type.of(written);
        if (type.isEmpty()) {
            throw new BadEntryException("%s must be photo, video or animated_gif, was %s"
                    .formatted(medium.path("type"), Printable.quoted(written)));
        }
        var key = medium.text("media_key", Integer.MAX_VALUE);
        if (!MEDIA_KEY.matcher(key).matches()) {
            throw new BadEntryException("%s must be two numbers of at most 19 digits with _ between, was %s"
                    .formatted(medium.path("media_key"), Printable.quoted(key)));
        }
        var variants = variants(medium);
        return new Media(
                key,
                type.get(),
                medium.address("url").orElse(null),
                medium.address("preview_image_url").orElse(null),
                medium.optionalText("alt_text", LONGEST_ALT_TEXT)
                        .filter(text -> !text.isBlank())
                        .orElse(null),
                medium.number("width", 1).orElse(null),
                medium.number("height", 1).orElse(null),
                medium.number("duration_ms", 0).orElse(null),
                variants.isEmpty() ? null : variants.toString());
    }

    private static ArrayNode variants(Fields medium) throws BadEntryException {
        var variants = JsonNodeFactory.instance.arrayNode();
        for (var variant : medium.objects("variants", MOST)) {
            var address = variant.address("url");
            if (address.isEmpty()) {
                throw new BadEntryException(variant.path("url") + " is missing");
            }
            var kept = variants.addObject();
            variant.number("bit_rate", 0).ifPresent(rate -> kept.put("bit_rate", rate));
            kept.put("content_type", variant.text("content_type", LONGEST_CONTENT_TYPE));
            kept.put("url", address.get());
        }
        return variants;
    }

    private Poll poll(Fields poll) throws BadEntryException {
        var options = JsonNodeFactory.instance.arrayNode();
        for (var option : poll.objects("options", MOST)) {
            options.addObject()
                    .put("position", option.number("position", 1).orElse(options.size()))
                    .put("label", option.text("label", LONGEST_LABEL))
                    .put("votes", option.count("votes"));
        }
        if (options.isEmpty()) {
            throw new BadEntryException(poll.path("options") + " has no choices");
        }
        var end = poll.time("end_datetime", LATEST_END);
        return new Poll(
                poll.id("id"),
                options.toString(),
                poll.number("duration_minutes", 1).orElse(null),
                end.orElse(null),
                end.filter(now::isBefore).isPresent());
    }
}
