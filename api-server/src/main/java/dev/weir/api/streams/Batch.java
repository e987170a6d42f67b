package dev.weir.api.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.feed.FeedEntry;
import dev.weir.api.microblog.Attachments;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Users;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.Includes;
import dev.weir.api.microblog.wire.Selection;
import dev.weir.api.search.Reading;
import dev.weir.api.search.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stretch of the feed with its posts, read once for all connections of this gateway: one statement for the posts, and
 * those of {@link Includes} for everything they refer to, whatever the number of posts, rules and connections. A post is
 * written once for each choice of fields. Not thread-safe.
 */
final class Batch {

    private static final Selection EVERYTHING = Selection.ofAllBesidePosts();
    private static final int CLOSING_BRACE = 1;
    private static final String LINE_END = "\r\n";

    /** A post of the batch. */
    final class Delivery {

        private final FeedEntry entry;
        private final CountedPost post;
        private final IdentityHashMap<Selection, byte[]> written = new IdentityHashMap<>();
        private final IdentityHashMap<Selection, Map<Long, Line>> lines = new IdentityHashMap<>();
        private final Map<Long, String> ends = new HashMap<>();
        private Optional<Map<Long, List<Rule>>> matches = Optional.empty();

        private Delivery(FeedEntry entry, CountedPost post) {
            this.entry = entry;
            this.post = post;
        }

        long position() {
            return entry.position();
        }

        Post post() {
            return post.post();
        }

        /** The rules that find it, by app. */
        Map<Long, List<Rule>> matches(RuleIndex index) {
            if (matches.isEmpty()) {
                Subject subject = Subject.of(post, users(), referenced(), media(), Reading.STREAM);
                matches = Optional.of(index.matches(subject, facts(subject, users())));
            }
            return matches.get();
        }

        private Users users() {
            return microblog.users(
                    Stream.concat(
                                    Stream.of(post().authorId(), post().replyToUserId()),
                                    referenced().values().stream()
                                            .map(other -> other.post().authorId()))
                            .filter(Objects::nonNull)
                            .toList(),
                    List.of());
        }

        private Map<Long, CountedPost> referenced() {
            return microblog.posts(Stream.of(post().quotedId(), post().repostOfId())
                    .filter(Objects::nonNull)
                    .toList());
        }

        private Map<String, Media> media() {
            return Optional.ofNullable(post().attachments())
                    .map(attached -> microblog.media(Attachments.in(attached).mediaKeys()))
                    .orElseGet(Map::of);
        }

        /** The line for a sampled stream. */
        Line line(Selection selection) {
            return lines.computeIfAbsent(selection, s -> new HashMap<>())
                    .computeIfAbsent(-1L, none -> new Line(joined(body(selection), 0, LINE_END), true));
        }

        /** The line for a filtered stream of this app. */
        Line line(Selection selection, long appId, List<Rule> rules) {
            return lines.computeIfAbsent(selection, s -> new HashMap<>())
                    .computeIfAbsent(
                            appId,
                            app -> new Line(
                                    joined(
                                            body(selection),
                                            CLOSING_BRACE,
                                            ends.computeIfAbsent(app, matched -> end(rules))),
                                    true));
        }

        private byte[] body(Selection selection) {
            return written.computeIfAbsent(selection, s -> {
                Includes includes = Includes.ofPosts(microblog, List.of(post), s);
                return json(Answer.posts(List.of(post), true, s, includes, List.of()));
            });
        }
    }

    private final ObjectMapper mapper;
    private final BatchMicroblog microblog;
    private final List<Delivery> deliveries = new ArrayList<>();

    /** Reads the posts of these entries; those that are deleted or not public are left out. */
    Batch(List<FeedEntry> entries, Microblog origin, ObjectMapper mapper) {
        this.mapper = mapper;
        this.microblog = new BatchMicroblog(origin);
        Map<Long, CountedPost> posts =
                microblog.posts(entries.stream().map(FeedEntry::postId).toList());
        for (FeedEntry entry : entries) {
            CountedPost post = posts.get(entry.postId());
            if (post != null && post.isPublic()) {
                deliveries.add(new Delivery(entry, post));
            }
        }
        var unused = Includes.ofPosts(
                microblog, deliveries.stream().map(delivery -> delivery.post).toList(), EVERYTHING);
    }

    /** What rules may need of a post: its words, and its author by id and name. */
    static Set<String> facts(Subject subject, Users users) {
        Set<String> facts = subject.words();
        long author = subject.counted().post().authorId();
        facts.add(RuleIndex.from(Long.toString(author)));
        users.byId(author)
                .ifPresent(
                        user -> facts.add(RuleIndex.from(user.user().username().toLowerCase(Locale.ROOT))));
        return facts;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    /** The body without its last bytes, and what comes in their place. */
    private static byte[] joined(byte[] body, int without, String end) {
        byte[] last = end.getBytes(StandardCharsets.UTF_8);
        int kept = body.length - without;
        byte[] line = Arrays.copyOf(body, kept + last.length);
        System.arraycopy(last, 0, line, kept, last.length);
        return line;
    }

    private byte[] json(Answer answer) {
        try {
            return mapper.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a post cannot be written", e);
        }
    }

    /** The end of a line that tells the rules which found its post. By hand, as it is most of what there is to write. */
    private static String end(List<Rule> rules) {
        StringBuilder end = new StringBuilder(",\"matching_rules\":");
        String before = "[";
        for (Rule rule : rules) {
            end.append(before).append("{\"id\":\"").append(rule.id()).append('"');
            if (rule.tag() != null) {
                end.append(",\"tag\":\"");
                JsonStringEncoder.getInstance().quoteAsString(rule.tag(), end);
                end.append('"');
            }
            end.append('}');
            before = ",";
        }
        return end.append("]}").append(LINE_END).toString();
    }
}
