package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.imports.archive.JsonElements;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.Snowflakes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Activities of an outbox (ActivityStreams 2.0, as Mastodon writes it) as posts. Only what is addressed to the public is
 * read: what merely mentions it in {@code cc} was kept out of search and public timelines, the rest was never public.
 */
final class MastodonPosts {

    private static final Set<String> PUBLIC =
            Set.of("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public");
    private static final Set<String> POSTS = Set.of("Note", "Question", "Article", "Page");
    /** Mastodon's ids are milliseconds since 1970 with 16 bits behind them. */
    private static final Pattern STATUS = Pattern.compile(".*/(?:statuses|users/[^/]+|@[^/]+)/([0-9]{17,19})(?:/.*)?");

    private static final int STATUS_BITS = 16;

    /**
     * An activity that is to be imported.
     *
     * @param repeated what it repeats; empty if it is a post of its own
     */
    private record Activity(
            JsonElements.Element element,
            JsonNode object,
            String uri,
            Instant published,
            Optional<String> answered,
            Optional<String> quoted,
            Optional<String> repeated) {}

    private final JsonNode actor;
    private final EntryReader reader;
    private final Origins origins;
    private final String actorUri;
    private long author;

    private Entry.@Nullable OfUser profile;

    MastodonPosts(JsonNode actor, EntryReader reader, Origins origins) throws BrokenSourceException {
        this.actor = actor;
        this.reader = reader;
        this.origins = origins;
        this.actorUri = actor.path("id").asText("");
        if (actorUri.isEmpty() || actorUri.length() > Origins.LONGEST) {
            throw new BrokenSourceException("its actor.json has no id");
        }
    }

    boolean profileRead() {
        return profile != null;
    }

    /** The user whose outbox it is. */
    Entry.OfUser profile() throws BrokenSourceException, SQLException {
        author = one(origins.users(Set.of(actorUri)), actorUri);
        var user = TwitterFeed.object();
        user.put("id", Long.toString(author));
        user.put("username", Placeholder.adapted(actor.path("preferredUsername").asText(""), author));
        var name = actor.path("name").asText("");
        user.put("name", name.isEmpty() ? actor.path("preferredUsername").asText("?") : name);
        user.put("description", HtmlText.of(actor.path("summary").asText("")));
        var url = actor.path("url").asText("");
        if (!url.isEmpty()) {
            user.put("url", url);
        }
        MastodonAttachments.putAddress(
                user, "profile_image_url", actor.path("icon").path("url"));
        MastodonAttachments.putAddress(
                user, "profile_banner_url", actor.path("image").path("url"));
        try {
            var signedUp = Fields.of(actor, "actor").time("published", reader.latest());
            user.put("created_at", signedUp.orElse(Snowflakes.EPOCH).toString());
            profile = reader.user(user, Entry.Naming.ADAPTED);
            return profile;
        } catch (BadEntryException e) {
            throw new BrokenSourceException("its actor.json cannot be understood: " + e.getMessage(), e);
        }
    }

    /** The items that elements of the outbox are. */
    List<Item> read(int source, String member, List<JsonElements.Element> elements) throws SQLException {
        List<Item> items = new ArrayList<>();
        List<Activity> activities = new ArrayList<>();
        for (var element : elements) {
            try {
                if (element.tooLong()) {
                    throw new BadEntryException("it is longer than %,d bytes".formatted(JsonElements.LONGEST));
                }
                var activity = activity(element);
                activity.ifPresent(activities::add);
                if (activity.isEmpty()) {
                    items.add(Item.element(source, member, element.number(), List.of()));
                }
            } catch (BadEntryException e) {
                items.add(Item.bad(source, member, element.number(), String.valueOf(e.getMessage())));
            }
        }
        var ids = ids(activities);
        for (var activity : activities) {
            long number = activity.element().number();
            try {
                items.add(Item.element(source, member, number, List.of(post(activity, ids))));
            } catch (BadEntryException e) {
                items.add(Item.bad(source, member, number, String.valueOf(e.getMessage())));
            }
        }
        items.sort(java.util.Comparator.comparingLong(Item::line));
        return items;
    }

    private Optional<Activity> activity(JsonElements.Element element) throws BadEntryException {
        var node = element.node();
        var type = node.path("type").asText("");
        var object = node.path("object");
        boolean repeats = type.equals("Announce");
        if (!repeats
                && !(type.equals("Create") && POSTS.contains(object.path("type").asText("")))) {
            return Optional.empty();
        }
        if (!isPublic(node) || (!repeats && object.has("to") && !isPublic(object))) {
            return Optional.empty();
        }
        var own = Fields.of(repeats ? node : object, repeats ? "activity" : "object");
        var published = own.time("published", reader.latest());
        if (published.isEmpty()) {
            throw new BadEntryException("published is missing");
        }
        var by = object.path("attributedTo").asText(actorUri);
        if (!repeats && !by.equals(actorUri)) {
            throw new BadEntryException("attributedTo is " + Printable.quoted(by) + ", whose outbox this is not");
        }
        return Optional.of(new Activity(
                element,
                object,
                address(own.text("id", Origins.LONGEST)),
                published.get(),
                repeats ? Optional.empty() : reference(object.path("inReplyTo")),
                repeats ? Optional.empty() : reference(object.path(object.has("quote") ? "quote" : "quoteUri")),
                repeats ? reference(object) : Optional.empty()));
    }

    private static boolean isPublic(JsonNode node) {
        var to = node.path("to");
        if (to.isTextual()) {
            return PUBLIC.contains(to.asText());
        }
        for (JsonNode each : to) {
            if (PUBLIC.contains(each.asText())) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> reference(JsonNode node) throws BadEntryException {
        var uri = node.isObject() ? node.path("id").asText("") : node.asText("");
        return uri.isEmpty() ? Optional.empty() : Optional.of(address(uri));
    }

    private static String address(String uri) throws BadEntryException {
        if (uri.isEmpty() || uri.length() > Origins.LONGEST || uri.indexOf('\0') >= 0) {
            throw new BadEntryException("an id must have 1 to %,d characters".formatted(Origins.LONGEST));
        }
        return uri;
    }

    /** Posts here get ids of their own time; posts they refer to, where nothing is known of them, of a time before. */
    private Map<String, Long> ids(List<Activity> activities) throws SQLException {
        Map<String, Instant> times = new LinkedHashMap<>();
        activities.forEach(activity -> times.put(activity.uri(), activity.published()));
        for (var activity : activities) {
            for (var other : List.of(activity.answered(), activity.quoted(), activity.repeated())) {
                other.ifPresent(uri -> times.putIfAbsent(uri, before(uri, activity.published())));
            }
        }
        return origins.posts(times);
    }

    private static Instant before(String uri, Instant time) {
        var latest = time.minusMillis(1);
        Matcher status = STATUS.matcher(uri);
        if (!status.matches()) {
            return latest;
        }
        var made = Instant.ofEpochMilli(Long.parseLong(status.group(1)) >> STATUS_BITS);
        return made.isBefore(latest) ? made : latest;
    }

    private Entry post(Activity activity, Map<String, Long> ids) throws BadEntryException {
        var post = TwitterFeed.object();
        post.put("id", Long.toString(one(ids, activity.uri())));
        post.put("author_id", Long.toString(author));
        post.put("created_at", activity.published().toString());
        var text = activity.repeated().map(uri -> "RT " + uri).orElseGet(() -> text(activity.object()));
        post.put("text", text);
        var language = activity.object().path("contentMap").fieldNames();
        if (language.hasNext()) {
            post.put("lang", language.next());
        }
        boolean warned = !activity.object().path("summary").asText("").isEmpty();
        post.put(
                "possibly_sensitive",
                warned || activity.object().path("sensitive").asBoolean(false));
        var references = post.putArray("referenced_tweets");
        activity.answered().ifPresent(uri -> refer(references, "replied_to", one(ids, uri)));
        activity.quoted().ifPresent(uri -> refer(references, "quoted", one(ids, uri)));
        activity.repeated().ifPresent(uri -> refer(references, "retweeted", one(ids, uri)));
        // Of strangers the address of a post does not tell whose it is.
        activity.answered()
                .filter(uri -> uri.startsWith(actorUri + "/"))
                .ifPresent(uri -> post.put("in_reply_to_user_id", Long.toString(author)));
        var enclosures = activity.repeated().isPresent()
                ? new Enclosures()
                : MastodonAttachments.of(
                        activity.object(), activity.uri(), activity.published(), one(ids, activity.uri()));
        return reader.post(post, enclosures, Entities.of(text));
    }

    private static void refer(com.fasterxml.jackson.databind.node.ArrayNode references, String type, long id) {
        references.addObject().put("type", type).put("id", Long.toString(id));
    }

    /** A content warning stands before the text that it warns of. */
    private static String text(JsonNode object) {
        var warning = object.path("summary").asText("");
        var text = HtmlText.of(object.path("content").asText(""));
        return warning.isEmpty() ? text : warning + "\n\n" + text;
    }

    private static long one(Map<String, Long> ids, String uri) {
        var id = ids.get(uri);
        if (id == null) {
            throw new IllegalStateException("no id was made for " + uri);
        }
        return id;
    }
}
