package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.UserCounts;
import dev.weir.api.microblog.Users;
import dev.weir.api.search.Reading;
import dev.weir.api.search.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index leaves no rule out that matches, and lets none in that does not. */
class RuleIndexProperties {

    private static final List<String> WORDS =
            List.of("weir", "Café", "cafe", "river", "#water", "@alice", "水辺", "🌊", "a", "b c");
    private static final Map<String, Media> MEDIA = Map.of("3_1", MicroblogRows.media("3_1", Media.Type.PHOTO));
    private static final List<String> LOOSE =
            List.of("lang:en", "is:reply", "has:links", "has:images", "-weir", "-from:alice");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsWhatAskingEveryRuleWouldFind(long seed) throws Exception {
        Random random = new Random(seed);
        List<RuleIndex.Ready> rules = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Rule rule = new Rule(i, query(random, 2), null);
            rules.add(RuleIndex.Ready.of(i % 7, rule, RuleText.parse(rule.value(), 4096)));
        }
        RuleIndex index = new RuleIndex(rules);
        Users users = new Users(List.of(
                new CountedUser(MicroblogRows.user(1, "alice"), new UserCounts(0, 0, 0, 0, 0)),
                new CountedUser(MicroblogRows.user(2, "bob"), new UserCounts(0, 0, 0, 0, 0))));
        for (int i = 0; i < 200; i++) {
            CountedPost post = new CountedPost(
                    MicroblogRows.attached(
                            MicroblogRows.post(1_000 + i, 1 + random.nextInt(2), text(random)),
                            random.nextBoolean() ? List.of("3_1") : List.of()),
                    PostCounts.NONE,
                    true);
            Subject subject = Subject.of(post, users, Map.of(), MEDIA, Reading.STREAM);
            Set<String> facts = Batch.facts(subject, users);

            Map<Long, List<Rule>> expected = new HashMap<>();
            rules.stream()
                    .filter(ready -> ready.matcher().matches(subject))
                    .forEach(ready -> expected.computeIfAbsent(ready.appId(), app -> new ArrayList<>())
                            .add(ready.rule()));
            assertThat(index.matches(subject, facts))
                    .as("seed %d, post %s", seed, post.post().text())
                    .isEqualTo(expected);
        }
    }

    private static String text(Random random) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    private static String query(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return switch (random.nextInt(5)) {
                case 0 -> "from:alice";
                case 1 -> "from:2";
                case 2 -> '"' + text(random) + '"';
                default -> WORDS.get(random.nextInt(9));
            };
        }
        return switch (random.nextInt(3)) {
            case 0 -> query(random, depth - 1) + " " + LOOSE.get(random.nextInt(LOOSE.size()));
            case 1 -> "(" + query(random, depth - 1) + " OR " + query(random, depth - 1) + ")";
            default -> query(random, depth - 1) + " " + query(random, depth - 1);
        };
    }
}
