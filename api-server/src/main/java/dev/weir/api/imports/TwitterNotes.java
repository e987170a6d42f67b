package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.imports.archive.Archive;
import dev.weir.api.imports.archive.JsonElements;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The whole texts of long posts, which the list of posts has cut. Some versions of the archive name the post, others only
 * tell the time, which is that of the post or within a second of it; then the text must begin alike.
 */
final class TwitterNotes {

    private static final Pattern NAME = Pattern.compile("data/note-tweet(-part[0-9]+)?\\.js");
    /** So that a crafted archive does not fill the memory: more than anyone has written in long posts. */
    private static final long MOST_CHARACTERS = 64L << 20;

    private static final int ALIKE = 60;

    /** Something in the notes that could not be used. */
    record Complaint(String member, long number, String message) {}

    private final Map<Long, String> byPost = new HashMap<>();
    private final Map<Long, List<String>> bySecond = new HashMap<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private long characters;

    private TwitterNotes() {}

    static TwitterNotes read(Archive archive, String root) throws IOException {
        var notes = new TwitterNotes();
        var names = archive.names().stream()
                .filter(name -> name.startsWith(root)
                        && NAME.matcher(name.substring(root.length())).matches())
                .sorted()
                .toList();
        for (String name : names) {
            try (var elements = JsonElements.ofScript(archive.open(name))) {
                for (var element = elements.next(); element.isPresent(); element = elements.next()) {
                    notes.add(name, element.get());
                }
            }
        }
        return notes;
    }

    private void add(String member, JsonElements.Element element) {
        var note = element.node().path("noteTweet");
        var text = note.path("core")
                .path("text")
                .asText(note.path("noteTweetResults").path("text").asText(""));
        if (element.tooLong() || text.isEmpty() || characters + text.length() > MOST_CHARACTERS) {
            complaints.add(new Complaint(
                    member, element.number(), "has no text that can be used; the post keeps the text that was cut"));
            return;
        }
        characters += text.length();
        var post = note.path("tweetId")
                .asText(note.path("noteTweetResults").path("tweetId").asText(""));
        if (post.matches("[1-9][0-9]{0,17}")) {
            byPost.put(Long.parseLong(post), text);
        } else {
            second(note)
                    .ifPresent(second -> bySecond.computeIfAbsent(second, s -> new ArrayList<>())
                            .add(text));
        }
    }

    private static Optional<Long> second(JsonNode note) {
        try {
            return Optional.of(Instant.parse(note.path("createdAt").asText("")).getEpochSecond());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    List<Complaint> complaints() {
        return complaints;
    }

    /**
     * The whole text of a post; empty where the list has it.
     *
     * @param cut the text in the list
     */
    Optional<String> textOf(long post, Instant created, String cut) {
        var named = byPost.get(post);
        if (named != null) {
            return Optional.of(named);
        }
        var beginning = beginning(cut);
        for (long second = created.getEpochSecond() - 1; second <= created.getEpochSecond() + 1; second++) {
            for (String text : bySecond.getOrDefault(second, List.of())) {
                if (beginning(text).startsWith(beginning)) {
                    return Optional.of(text);
                }
            }
        }
        return Optional.empty();
    }

    /** Links are shortened in the one and not in the other, and the end is cut: only what is before them is compared. */
    private static String beginning(String text) {
        int link = text.indexOf("http");
        var plain =
                HtmlText.unescaped(link < 0 ? text : text.substring(0, link)).strip();
        var uncut = plain.endsWith("…") ? plain.substring(0, plain.length() - 1) : plain;
        return uncut.substring(0, Math.min(ALIKE, uncut.length()));
    }
}
