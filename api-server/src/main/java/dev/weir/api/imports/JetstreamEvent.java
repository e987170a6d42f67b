package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event of Jetstream (bluesky-social/jetstream, version 1).
 *
 * @param line of the source
 * @param did whose it is
 * @param micros when the network had it, in microseconds since 1970; what the author says of the time counts for nothing
 * @param kind {@code commit}, {@code identity}, {@code account} or something younger
 * @param operation of a commit: {@code create}, {@code update}, {@code delete}
 * @param collection of a commit: what kind of record it is
 * @param uri of a commit: the record's address
 * @param body of a commit the record, missing when it was deleted; else what stands under the kind's name
 */
record JetstreamEvent(
        long line,
        String did,
        long micros,
        String kind,
        String operation,
        String collection,
        String uri,
        JsonNode body) {

    static final String POST = "app.bsky.feed.post";
    static final String LIKE = "app.bsky.feed.like";
    static final String REPOST = "app.bsky.feed.repost";
    static final String FOLLOW = "app.bsky.graph.follow";
    static final String PROFILE = "app.bsky.actor.profile";

    private static final Pattern DID = Pattern.compile("did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,256}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:~-]{1,512}");
    private static final Pattern ADDRESS = Pattern.compile(
            "at://(did:[a-z]{1,20}:[A-Za-z0-9._:%-]{1,256})/([A-Za-z0-9.-]{1,317})/([A-Za-z0-9._:~-]{1,512})");
    private static final String DIGITS = "234567abcdefghijklmnopqrstuvwxyz";
    private static final int TID = 13;
    private static final int CLOCK_BITS = 10;

    static JetstreamEvent of(long line, JsonNode event, Instant latest) throws BadEntryException {
        var fields = Fields.of(event, "event");
        var did = fields.text("did", 300);
        if (!DID.matcher(did).matches()) {
            throw new BadEntryException("event.did is no DID: " + Printable.quoted(did));
        }
        long micros = fields.count("time_us");
        if (micros == 0 || micros > ChronoUnit.MICROS.between(Instant.EPOCH, latest)) {
            throw new BadEntryException(
                    "event.time_us must be a time in microseconds since 1970, not in the future, was " + micros);
        }
        var kind = fields.text("kind", 100);
        if (!kind.equals("commit")) {
            return new JetstreamEvent(line, did, micros, kind, "", "", did, event.path(kind));
        }
        var commit = Fields.of(event.path("commit"), "event.commit");
        var collection = name(commit, "collection");
        var record = event.path("commit").path("record");
        return new JetstreamEvent(
                line,
                did,
                micros,
                kind,
                commit.text("operation", 20),
                collection,
                "at://" + did + "/" + collection + "/" + name(commit, "rkey"),
                record);
    }

    private static String name(Fields commit, String name) throws BadEntryException {
        var text = commit.text(name, 512);
        if (!NAME.matcher(text).matches()) {
            throw new BadEntryException("event.commit." + name + " is none: " + Printable.quoted(text));
        }
        return text;
    }

    /** The moment of the event, to the millisecond. */
    Instant time() {
        return Instant.ofEpochMilli(micros / 1000);
    }

    boolean deletes() {
        return operation.equals("delete");
    }

    boolean isOf(String wanted) {
        return collection.equals(wanted);
    }

    /** The post that a member of the record refers to; empty if it refers to none. */
    Optional<String> post(String... path) {
        return reference(POST, path);
    }

    private Optional<String> reference(String wanted, String... path) {
        var node = body;
        for (String step : path) {
            node = node.path(step);
        }
        Matcher address = ADDRESS.matcher(node.asText(""));
        return address.matches() && address.group(2).equals(wanted) ? Optional.of(address.group()) : Optional.empty();
    }

    /** The post that this one quotes, alone or beside pictures. */
    Optional<String> quoted() {
        return post("embed", "record", "uri").or(() -> post("embed", "record", "record", "uri"));
    }

    /** Whom a follow is for. */
    Optional<String> followed() {
        return Optional.of(body.path("subject").asText(""))
                .filter(subject -> DID.matcher(subject).matches());
    }

    /** Whom a post mentions. */
    List<String> mentioned() {
        return Facets.mentioned(body.path("facets")).stream()
                .filter(did -> DID.matcher(did).matches())
                .toList();
    }

    /** Whose record an address is. */
    static String owner(String uri) {
        return uri.substring("at://".length(), uri.indexOf('/', "at://".length()));
    }

    /**
     * When an address was made: its last part is a number of microseconds, written by the author's own clock, which may
     * be wrong, but not after what refers to it.
     */
    Instant before(String uri) {
        var latest = time().minusMillis(1);
        var key = uri.substring(uri.lastIndexOf('/') + 1);
        if (key.length() != TID || key.chars().anyMatch(c -> DIGITS.indexOf(c) < 0)) {
            return latest;
        }
        long number = 0;
        for (int i = 0; i < TID; i++) {
            number = number << 5 | DIGITS.indexOf(key.charAt(i));
        }
        var made = Instant.EPOCH.plus(Math.max(0, number) >> CLOCK_BITS, ChronoUnit.MICROS);
        return made.isBefore(latest) ? made.truncatedTo(ChronoUnit.MILLIS) : latest;
    }
}
