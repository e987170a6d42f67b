package dev.weir.api.imports;

import static dev.weir.api.imports.ImportScene.id;
import static dev.weir.api.imports.ImportScene.replyTo;
import static dev.weir.api.imports.ImportScene.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.imports.ImportReport.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever lines come in whatever batches, the importer does what a few maps do. */
class ImporterProperties {

    private static final List<String> NAMES = List.of("ann", "ANN", "bob", "Bob", "cyd", "dee", "eve", "fay");
    private static final List<String> BAD =
            List.of("oops", "{}", "{\"user\": {\"id\": \"-1\"}}", "{\"post\": {\"id\": \"1\"}}", "[1]");

    static IntStream seeds() {
        return IntStream.range(0, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyMixOfLinesImportedTwiceIsWhatTheModelSays(int seed) {
        var random = new Random(seed);
        var lines = lines(random);
        var scene = new ImportScene();
        var model = new Model();

        for (int run = 0; run < 2; run++) {
            int batchLines = 1 + random.nextInt(lines.size() + 1);
            var report =
                    scene.run(batchLines, lines.stream().map(line -> line.text).toArray(String[]::new));

            assertThat(report).isEqualTo(model.run(lines));
            assertThat(scene.users()).isEqualTo(model.users);
            assertThat(scene.posts()).isEqualTo(model.posts());
            assertThat(scene.mentions()).isEqualTo(model.mentions());
            assertThat(scene.problems.stream().map(p -> Integer.parseInt(p.split(":", 3)[1])))
                    .containsExactlyInAnyOrderElementsOf(model.problems);
            assertThat(scene.miscounted()).isEmpty();
        }
        var settled = scene.contents();
        scene.run(1 + random.nextInt(20), lines.stream().map(line -> line.text).toArray(String[]::new));
        assertThat(scene.contents()).isEqualTo(settled);
    }

    private static List<Line> lines(Random random) {
        List<Line> lines = new ArrayList<>();
        int size = 1 + random.nextInt(60);
        for (int i = 0; i < size; i++) {
            int kind = random.nextInt(10);
            if (kind < 3) {
                long id = 1L + random.nextInt(6);
                var name = NAMES.get(random.nextInt(NAMES.size()));
                lines.add(new Line(user(id, name), Kind.USER, id, name, 0, 0));
            } else if (kind < 8) {
                int n = random.nextInt(15);
                long author = 1L + random.nextInt(7);
                int parent = random.nextInt(15);
                boolean reply = parent != n && random.nextBoolean();
                var text = "text " + i + " @" + NAMES.get(random.nextInt(NAMES.size()));
                var line = "{\"post\": {\"id\": \"%d\", \"author_id\": \"%d\", \"text\": \"%s\"%s}}"
                        .formatted(id(n), author, text, reply ? replyTo(parent) : "");
                lines.add(new Line(line, Kind.POST, id(n), text, author, reply ? id(parent) : 0));
            } else if (kind < 9) {
                lines.add(new Line(BAD.get(random.nextInt(BAD.size())), Kind.BAD, 0, "", 0, 0));
            } else {
                lines.add(new Line(" ", Kind.BLANK, 0, "", 0, 0));
            }
        }
        // A blank source would be told as an empty one.
        lines.add(new Line("oops", Kind.BAD, 0, "", 0, 0));
        return lines;
    }

    private enum Kind {
        USER,
        POST,
        BAD,
        BLANK
    }

    /**
     * A line and what it says.
     *
     * @param words username or text
     * @param replyTo 0 for none
     */
    private record Line(String text, Kind kind, long id, String words, long author, long replyTo) {}

    /** The importer, said with maps. */
    private static final class Model {

        private record Post(long author, String text, long replyTo) {}

        final Map<Long, String> users = new HashMap<>();
        final List<Integer> problems = new ArrayList<>();
        private final Set<String> usernames = new HashSet<>();
        private final Map<Long, Post> posts = new HashMap<>();
        private final Map<Long, Long> conversations = new HashMap<>();
        private final Set<Long> open = new HashSet<>();
        private long newUsers;
        private long knownUsers;
        private long newPosts;
        private long knownPosts;

        ImportReport run(List<Line> lines) {
            problems.clear();
            open.clear();
            newUsers = knownUsers = newPosts = knownPosts = 0;
            List<Integer> waiting = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                var line = lines.get(i);
                switch (line.kind) {
                    case USER -> user(i, line);
                    case POST -> {
                        if (!post(i, line)) {
                            waiting.add(i);
                        }
                    }
                    case BAD -> problems.add(i + 1);
                    case BLANK -> {}
                }
            }
            for (int i : waiting) {
                if (!post(i, lines.get(i))) {
                    problems.add(i + 1);
                }
            }
            resolve();
            long read = lines.stream().filter(line -> line.kind != Kind.BLANK).count();
            return new ImportReport(
                    read, new Found(newUsers, knownUsers), new Found(newPosts, knownPosts), problems.size(), 0);
        }

        private void user(int i, Line line) {
            if (users.containsKey(line.id)) {
                knownUsers++;
            } else if (usernames.add(line.words.toLowerCase(Locale.ROOT))) {
                users.put(line.id, line.words);
                newUsers++;
            } else {
                problems.add(i + 1);
            }
        }

        /** Whether the post's fate is known. */
        private boolean post(int i, Line line) {
            var known = posts.get(line.id);
            if (known != null && known.author != line.author) {
                problems.add(i + 1);
                return true;
            }
            if (known == null && !users.containsKey(line.author)) {
                return false;
            }
            if (known != null) {
                knownPosts++;
            } else {
                newPosts++;
                posts.put(line.id, new Post(line.author, line.words, line.replyTo));
                conversations.put(line.id, line.replyTo == 0 ? line.id : line.replyTo);
            }
            if (line.replyTo != 0) {
                open.add(line.id);
            }
            return true;
        }

        private void resolve() {
            open.removeIf(id -> parent(id) == 0 || conversations.getOrDefault(id, 0L) != parent(id));
            Map<Long, Long> found = new HashMap<>();
            for (long id : open) {
                Set<Long> seen = new HashSet<>();
                long at = id;
                while (open.contains(at) && seen.add(at)) {
                    at = parent(at);
                }
                if (!open.contains(at)) {
                    found.put(id, conversations.getOrDefault(at, at));
                }
            }
            conversations.putAll(found);
        }

        private long parent(long id) {
            var post = posts.get(id);
            return post == null ? 0 : post.replyTo;
        }

        List<String> mentions() {
            Map<String, Long> ids = new HashMap<>();
            users.forEach((id, name) -> ids.put(name.toLowerCase(Locale.ROOT), id));
            return new TreeMap<>(posts)
                    .entrySet().stream()
                            .map(post -> {
                                var name = post.getValue().text.replaceFirst(".*@", "");
                                var id = ids.get(name.toLowerCase(Locale.ROOT));
                                return post.getKey() + " " + name + (id == null ? "" : " " + id);
                            })
                            .toList();
        }

        Map<Long, String> posts() {
            Map<Long, String> told = new HashMap<>();
            posts.forEach((id, post) -> told.put(id, post.author + " in " + conversations.get(id) + ": " + post.text));
            return told;
        }
    }
}
