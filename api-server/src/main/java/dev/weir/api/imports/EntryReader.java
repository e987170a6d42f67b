package dev.weir.api.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.UserCounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads users and posts in the shape of the data API: {@code {"user": {…}}} or {@code {"post": {…}}}, the latter with
 * {@code "includes": {…}} beside it where it has media or polls.
 *
 * <p>Members it does not know are passed over. Entities are found in the text again, so that all posts here agree;
 * of those that a line has, only the ids of the users mentioned are taken.
 */
final class EntryReader {

    /** The longest text of a post, in characters (code points): what X grants its subscribers. */
    static final int LONGEST_TEXT = 25_000;

    private static final String INCLUDES = "includes";
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_DESCRIPTION = 5_000;
    private static final int LONGEST_LOCATION = 500;
    private static final int LONGEST_SOURCE = 500;
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9_]{1,15}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}");

    /** How far the clock of whoever wrote the file may be ahead of ours. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final ObjectReader json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);
    private final Clock clock;

    EntryReader(Clock clock) {
        this.clock = clock;
    }

    Entry read(String line) throws BadEntryException {
        return read(parse(line));
    }

    private Entry read(JsonNode root) throws BadEntryException {
        if (root.has("user") && root.size() == 1) {
            return user(Fields.of(root.get("user"), "user"));
        }
        if (root.has("post") && root.size() == (root.has(INCLUDES) ? 2 : 1)) {
            return post(Fields.of(root.get("post"), "post"), root.path(INCLUDES));
        }
        throw new BadEntryException("expected {\"user\": {…}} or {\"post\": {…}}, found "
                + (root.isObject() ? "an object with " + members(root) : Fields.kind(root)));
    }

    /** Reads a user that was put into the shape of the data API. */
    Entry.OfUser user(ObjectNode user, Entry.Naming naming) throws BadEntryException {
        var entry = user(Fields.of(user, "user"));
        return new Entry.OfUser(entry.user(), entry.counts(), naming, entry.flaws());
    }

    /**
     * Reads a post that was put into the shape of the data API, and is counted where it answers, quotes or repeats.
     *
     * @param enclosures what it has attached
     * @param entities what its text points at
     */
    Entry.OfPost post(ObjectNode post, Enclosures enclosures, Entities entities) throws BadEntryException {
        post.set("attachments", enclosures.attachments());
        var entry = post(Fields.of(post, "post"), enclosures.includes());
        var read = entry.post();
        return new Entry.OfPost(
                new Post(
                        read.id(),
                        read.authorId(),
                        read.createdAt(),
                        read.text(),
                        read.lang(),
                        read.conversationId(),
                        read.replyToId(),
                        read.replyToUserId(),
                        read.quotedId(),
                        read.repostOfId(),
                        read.possiblySensitive(),
                        read.source(),
                        entities.toJson().orElse(null),
                        read.attachments()),
                entry.conversationGiven(),
                entry.counts(),
                true,
                entry.attached());
    }

    private JsonNode parse(String line) throws BadEntryException {
        try {
            return json.readValue(line);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new BadEntryException("not one JSON object: %s%s"
                    .formatted(
                            shortened(Printable.line(e.getOriginalMessage())),
                            at == null ? "" : " (column %,d)".formatted(at.getColumnNr())));
        }
    }

    private Entry.OfUser user(Fields user) throws BadEntryException {
        long id = user.id("id");
        var username = user.text("username", Integer.MAX_VALUE);
        if (!USERNAME.matcher(username).matches()) {
            throw new BadEntryException("user.username must be 1 to 15 of the letters A to Z, digits and _, was "
                    + Printable.quoted(username));
        }
        var name = user.text("name", LONGEST_NAME);
        if (name.isEmpty()) {
            throw new BadEntryException("user.name is empty");
        }
        var counts = user.object("public_metrics");
        var flaws = new Flaws();
        return new Entry.OfUser(
                new User(
                        id,
                        username,
                        name,
                        signedUp(id, user.time("created_at", latest())),
                        user.textOrNull("description", LONGEST_DESCRIPTION),
                        user.textOrNull("location", LONGEST_LOCATION),
                        user.textOrNull("url", Fields.LONGEST_ADDRESS),
                        flaws.take(() -> user.address("profile_image_url")).orElse(null),
                        user.flag("verified"),
                        user.flag("protected"),
                        false,
                        user.idOrNull("pinned_tweet_id"),
                        flaws.take(() -> user.address("profile_banner_url")).orElse(null),
                        null),
                counts.isEmpty() ? UserCounts.NONE : userCounts(counts.get()),
                Entry.Naming.GIVEN,
                flaws.told());
    }

    /** Posts are counted as they are stored, whatever the line says, so that the count is that of the timeline. */
    private static UserCounts userCounts(Fields metrics) throws BadEntryException {
        metrics.count("tweet_count");
        return new UserCounts(
                metrics.count("followers_count"),
                metrics.count("following_count"),
                0,
                metrics.count("listed_count"),
                metrics.count("like_count"));
    }

    private Entry.OfPost post(Fields post, JsonNode includes) throws BadEntryException {
        long id = post.id("id");
        long author = post.id("author_id");
        var text = post.text("text", LONGEST_TEXT);
        var created = PostTime.of(id, post.time("created_at", latest()), latest());
        var references = references(post, id);
        var replyTo = references.get(Reference.REPLIED_TO);
        var conversation = post.optionalId("conversation_id");
        var metrics = post.object("public_metrics");
        var attached = AttachmentReader.read(post, includes, clock.instant());
        return new Entry.OfPost(
                new Post(
                        id,
                        author,
                        created,
                        text,
                        language(post),
                        conversation.orElse(replyTo == null ? id : replyTo),
                        replyTo,
                        post.idOrNull("in_reply_to_user_id"),
                        references.get(Reference.QUOTED),
                        references.get(Reference.RETWEETED),
                        post.flag("possibly_sensitive"),
                        post.textOrNull("source", LONGEST_SOURCE),
                        Entities.of(text)
                                .knowing(MentionedIds.in(post.any("entities").path("mentions"), "username", "id"))
                                .toJson()
                                .orElse(null),
                        attached.references().toJson().orElse(null)),
                conversation.isPresent(),
                metrics.isEmpty() ? Optional.empty() : Optional.of(postCounts(metrics.get())),
                false,
                attached);
    }

    private static PostCounts postCounts(Fields metrics) throws BadEntryException {
        return new PostCounts(
                metrics.count("reply_count"),
                metrics.count("retweet_count"),
                metrics.count("like_count"),
                metrics.count("quote_count"),
                metrics.count("bookmark_count"),
                metrics.count("impression_count"));
    }

    private static Map<Reference, Long> references(Fields post, long id) throws BadEntryException {
        Map<Reference, Long> references = new EnumMap<>(Reference.class);
        var given = post.array("referenced_tweets");
        if (given.isEmpty()) {
            return references;
        }
        int index = 0;
        for (var node : given.get()) {
            var path = "post.referenced_tweets[%d]".formatted(index++);
            var reference = Fields.of(node, path);
            var type = Reference.of(reference.text("type", Integer.MAX_VALUE), path);
            long target = reference.id("id");
            if (target == id) {
                throw new BadEntryException(path + " refers to the post itself");
            }
            if (references.put(type, target) != null) {
                throw new BadEntryException(path + " is the second of type " + type.wire());
            }
        }
        return references;
    }

    private static String language(Fields post) throws BadEntryException {
        var lang = post.optionalText("lang", Integer.MAX_VALUE).filter(tag -> !tag.isEmpty());
        if (lang.isPresent() && !LANGUAGE.matcher(lang.get()).matches()) {
            throw new BadEntryException(
                    "post.lang must be a language tag such as en or pt-BR, was " + Printable.quoted(lang.get()));
        }
        return lang.orElse("und");
    }

    /** Where a line does not say: the time in the id, which is the beginning of snowflakes for older ids. */
    private Instant signedUp(long id, Optional<Instant> given) {
        return given.orElseGet(() -> {
            var carried = Snowflakes.timeOf(id);
            return carried.isAfter(latest()) ? Snowflakes.EPOCH : carried;
        });
    }

    /** The latest that something can have happened. */
    Instant latest() {
        return clock.instant().plus(CLOCK_SKEW);
    }

    private static String members(JsonNode object) {
        return object.isEmpty()
                ? "no members"
                : shortened("the members "
                        + String.join(
                                ", ",
                                object.properties().stream()
                                        .limit(5)
                                        .map(member -> Printable.quoted(member.getKey()))
                                        .toList()));
    }

    private static String shortened(String message) {
        return message.length() <= 200 ? message : message.substring(0, 200) + "…";
    }

    /** How a post refers to another. */
    private enum Reference {
        REPLIED_TO,
        QUOTED,
        RETWEETED;

        private static Reference of(String wire, String path) throws BadEntryException {
            for (var reference : values()) {
                if (reference.wire().equals(wire)) {
                    return reference;
                }
            }
            throw new BadEntryException(
                    path + ".type must be replied_to, quoted or retweeted, was " + Printable.quoted(wire));
        }

        private String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
