package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.Snowflakes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Posts as Twitter's archive has them, where every number is a text and a repeat is told by its beginning alone. */
final class TwitterPosts {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.ENGLISH);
    private static final Pattern REPEAT = Pattern.compile("RT @[A-Za-z0-9_]{1,15}: .*", Pattern.DOTALL);
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}|[1-8][0-9]{18}");

    private final long author;
    private final TwitterNotes notes;
    private final EntryReader reader;

    TwitterPosts(long author, TwitterNotes notes, EntryReader reader) {
        this.author = author;
        this.notes = notes;
        this.reader = reader;
    }

    /** The post that an element is; nothing for a version that was edited later. */
    List<Entry> read(JsonNode element) throws BadEntryException {
        var tweet = Fields.of(element, "tweet");
        long id = tweet.id("id_str");
        if (wasEdited(element, id)) {
            return List.of();
        }
        var raw = tweet.text(element.has("full_text") ? "full_text" : "text", EntryReader.LONGEST_TEXT);
        var created = time(tweet.text("created_at", 100));
        var text = HtmlText.unescaped(notes.textOf(id, created, raw).orElse(raw));
        var post = TwitterFeed.object();
        post.put("id", Long.toString(id));
        post.put("author_id", Long.toString(author));
        post.put("created_at", TwitterFeed.text(created));
        post.put("text", text);
        tweet.optionalText("lang", 100).ifPresent(lang -> post.put("lang", lang));
        tweet.optionalText("source", EntryReader.LONGEST_TEXT)
                .map(HtmlText::withoutTags)
                .ifPresent(it -> post.put("source", it));
        post.put("possibly_sensitive", tweet.flag("possibly_sensitive"));
        references(post, tweet, element, text, id, created);
        var metrics = post.putObject("public_metrics");
        metrics.put("like_count", number(element, "favorite_count"));
        metrics.put("retweet_count", number(element, "retweet_count"));
        return List.of(reader.post(post, TwitterMedia.of(element), entities(text, element)));
    }

    private void references(ObjectNode post, Fields tweet, JsonNode element, String text, long id, Instant created)
            throws BadEntryException {
        var answered = tweet.optionalId("in_reply_to_status_id_str");
        tweet.optionalId("in_reply_to_user_id_str")
                .ifPresent(user -> post.put("in_reply_to_user_id", Long.toString(user)));
        if (answered.isEmpty() && !REPEAT.matcher(text).matches()) {
            return;
        }
        var references = post.putArray("referenced_tweets");
        answered.ifPresent(
                target -> references.addObject().put("type", "replied_to").put("id", Long.toString(target)));
        if (REPEAT.matcher(text).matches()) {
            references
                    .addObject()
                    .put("type", "retweeted")
                    .put("id", Long.toString(original(element, text, id, created)));
        }
    }

    /**
     * The post that a repeat repeats. The archive names it only beside its pictures; elsewhere an id is made from the
     * repeat's time and the text: that of no post, but it tells the repeat from what the author has written.
     */
    private static long original(JsonNode element, String text, long id, Instant created) {
        for (String place : List.of("extended_entities", "entities")) {
            for (JsonNode media : element.path(place).path("media")) {
                var source = media.path("source_status_id_str").asText("");
                if (DIGITS.matcher(source).matches() && Long.parseLong(source) != id && Long.parseLong(source) > 0) {
                    return Long.parseLong(source);
                }
            }
        }
        long made = Math.max(1, Snowflakes.at(created, Origins.hash(text)));
        return made == id ? made + 1 : made;
    }

    private static boolean wasEdited(JsonNode element, long id) {
        var info = element.path("edit_info");
        var versions = info.has("initial")
                ? info.path("initial").path("editTweetIds")
                : info.path("edit").path("editControlInitial").path("editTweetIds");
        return !versions.isEmpty()
                && !versions.get(versions.size() - 1).asText().equals(Long.toString(id));
    }

    /** Numbers are texts in the archive; missing, they are nought. */
    private static long number(JsonNode element, String name) throws BadEntryException {
        var text = element.path(name).asText("0");
        if (!DIGITS.matcher(text).matches()) {
            throw new BadEntryException(
                    "tweet.%s must be a whole number, was %s".formatted(name, Printable.quoted(text)));
        }
        return Long.parseLong(text);
    }

    private static Instant time(String text) throws BadEntryException {
        try {
            return OffsetDateTime.parse(text, TIME).toInstant();
        } catch (DateTimeException e) {
            throw new BadEntryException("tweet.created_at must be a time such as Wed Oct 10 20:19:24 +0000 2018, was "
                    + Printable.quoted(text));
        }
    }

    /**
     * What is found in the text, with what the archive knows of the links, where they lead and how they are shown, and of
     * those who are mentioned, who they are.
     */
    private static Entities entities(String text, JsonNode element) {
        Map<String, JsonNode> links = new HashMap<>();
        for (String kind : List.of("urls", "media")) {
            element.path("entities")
                    .path(kind)
                    .forEach(link -> links.putIfAbsent(link.path("url").asText(""), link));
        }
        var found = Entities.of(text);
        List<Entities.Link> urls = new ArrayList<>();
        for (Entities.Link link : found.urls()) {
            var known = links.get(link.url());
            urls.add(
                    known == null
                            ? link
                            : new Entities.Link(
                                    link.start(),
                                    link.end(),
                                    link.url(),
                                    known.path("expanded_url").asText(link.expandedUrl()),
                                    known.path("display_url").asText(link.displayUrl())));
        }
        return new Entities(found.hashtags(), found.cashtags(), found.mentions(), urls)
                .knowing(MentionedIds.in(element.path("entities").path("user_mentions"), "screen_name", "id_str"));
    }
}
