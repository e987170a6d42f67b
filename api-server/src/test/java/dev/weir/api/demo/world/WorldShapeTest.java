package dev.weir.api.demo.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo's world has the shapes that were measured of real ones, within a tenth. Sources are with each rule. */
class WorldShapeTest {

    private static final Percentage A_TENTH = withPercentage(10);
    private static final Instant NOW = Instant.parse("2026-11-20T15:30:00Z");
    private static final WorldSettings DEMO = WorldSettings.demo();
    private static final People PEOPLE = People.invent(DEMO);
    private static final FollowGraph FOLLOWS = FollowGraph.invent(DEMO);
    private static final List<Post> POSTS = new ArrayList<>();
    private static final Map<Long, Post> BY_ID = new HashMap<>();
    private static final int[] WRITTEN = new int[PEOPLE.size()];
    private static long likes;

    @BeforeAll
    static void write() throws InterruptedException {
        new Chronicle(DEMO, PEOPLE, new RecentPosts(), new Attention(PEOPLE, FOLLOWS))
                .tell(NOW.minus(DEMO.span()), NOW, new Chronicle.Reader() {
                    @Override
                    public void post(Post post, int author) {
                        POSTS.add(post);
                        BY_ID.put(post.id(), post);
                        WRITTEN[author]++;
                    }

                    @Override
                    public void like(long postId, int person, long millis) {
                        likes++;
                    }
                });
    }

    @Test
    void thereAreFiveThousandUsersAndTwoHundredThousandPosts() {
        assertThat(PEOPLE.size()).isEqualTo(5_000);
        assertThat(POSTS).hasSizeBetween(195_000, 205_000);
    }

    /** Pew Research Center, 2019 and 2021. */
    @Test
    void theTopTenthWritesFourFifthsAndTheTopQuarterNearlyAll() {
        assertThat(shareOfTop(0.10)).isCloseTo(0.80, A_TENTH);
        assertThat(shareOfTop(0.25)).isCloseTo(0.97, A_TENTH);
    }

    /** Kwak et al., 2010; the estimate is Hill's, over those who follow 20 and more. */
    @Test
    void howManySomeoneFollowsIsAPowerLaw() {
        var degrees = allPeople()
                .map(FOLLOWS::followingOf)
                .filter(d -> d >= 20 && d < 400)
                .toArray();
        double sum = Arrays.stream(degrees)
                .mapToDouble(d -> Math.log((Integer) d / 19.5))
                .sum();
        assertThat(1 + degrees.length / sum).isCloseTo(2.28, A_TENTH);
        assertThat(FOLLOWS.edges() / (double) PEOPLE.size()).isCloseTo(35, A_TENTH);
    }

    /** Bluesky, snapshot of 2024. */
    @Test
    void mostHaveOneFollowerAndFewHaveHundreds() {
        var followers = allPeople().mapToInt(FOLLOWS::followersOf).sorted().toArray();
        assertThat(followers[followers.length / 2]).isEqualTo(1);
        assertThat(share(followers, count -> count > 95)).isCloseTo(0.05, A_TENTH);
        assertThat(share(followers, count -> count > 1_000)).isLessThan(0.005);
    }

    @Test
    void followsAreRarelyMutual() {
        Set<Long> edges = new HashSet<>();
        for (int i = 0; i < FOLLOWS.edges(); i++) {
            assertThat(edges.add(FOLLOWS.follower(i) * 100_000L + FOLLOWS.followed(i)))
                    .isTrue();
            assertThat(FOLLOWS.follower(i)).isNotEqualTo(FOLLOWS.followed(i));
        }
        long mutual = edges.stream()
                .filter(edge -> edges.contains(edge % 100_000 * 100_000 + edge / 100_000))
                .count();
        assertThat(mutual / (double) edges.size()).isLessThan(0.1);
    }

    /** Pew Research Center, 2021 and 2022. */
    @Test
    void heavyWritersRepeatAndLightWritersAnswer() {
        var heavy = POSTS.stream().filter(post -> author(post).heavy()).toList();
        assertThat(share(heavy, post -> post.repostOfId() != null)).isCloseTo(0.49, A_TENTH);
        assertThat(share(heavy, post -> post.replyToId() != null)).isCloseTo(0.33, A_TENTH);
        var light = POSTS.stream()
                .filter(post ->
                        !author(post).heavy() && !author(post).username().equals("alice"))
                .toList();
        assertThat(share(light, post -> post.replyToId() != null)).isCloseTo(0.51, A_TENTH);
        assertThat(share(light, post -> post.repostOfId() != null)).isCloseTo(0.26, A_TENTH);
    }

    /** Twitter, 2018: 12 % above 140 and 5 % above 190, about 1 % at the limit of 280. */
    @Test
    void textsAreAsLongAsPeopleWriteThem() {
        var wording = new Wording();
        var chance = Chance.of(1);
        var lengths = IntStream.range(0, 40_000)
                .map(i -> {
                    var text = wording.original(Language.ENGLISH, chance);
                    return text.codePointCount(0, text.length());
                })
                .toArray();
        assertThat(share(lengths, length -> length > 140)).isCloseTo(0.12, A_TENTH);
        assertThat(share(lengths, length -> length > 190)).isCloseTo(0.05, A_TENTH);
        assertThat(Arrays.stream(lengths).max().orElseThrow()).isLessThanOrEqualTo(300);
    }

    /** Kwak et al., 2010; ten Thij, 2014: trees of reposts are stars. */
    @Test
    void halfOfTheRepostsComeWithinTheHourAndNoneRepeatsARepost() {
        var lags = new ArrayList<Long>();
        var repeated = new ArrayList<Post>();
        for (var post : POSTS) {
            var original = post.repostOfId() == null ? null : BY_ID.get(post.repostOfId());
            if (original != null) {
                repeated.add(original);
                lags.add(post.createdAt().toEpochMilli() - original.createdAt().toEpochMilli());
            }
        }
        assertThat(repeated.stream().filter(original -> original.repostOfId() != null))
                .isEmpty();
        assertThat(share(lags, lag -> lag <= 3_600_000)).isCloseTo(0.55, A_TENTH);
    }

    /** Bluesky, four days of September 2024. */
    @Test
    void thereAreTenLikesToARepost() {
        long reposts = POSTS.stream().filter(post -> post.repostOfId() != null).count();
        assertThat(likes / (double) reposts).isCloseTo(10, A_TENTH);
    }

    @Test
    void theDayHasALullAndAPeakOfAboutOneToFour() {
        var perHour = new int[24];
        POSTS.stream()
                .filter(post -> author(post).language() == Language.JAPANESE)
                .forEach(post -> perHour[(int) (post.createdAt().getEpochSecond() / 3_600 + 9) % 24]++);
        assertThat(Arrays.stream(perHour).max().orElseThrow()
                        / (double) Arrays.stream(perHour).min().orElseThrow())
                .isCloseTo(4, within(0.8));
    }

    @Test
    void someAccountsAreHiddenAndSomeReferencesLeadNowhere() {
        assertThat(PEOPLE.all()).anyMatch(person -> person.user().isProtected());
        assertThat(PEOPLE.all()).anyMatch(person -> person.user().suspended());
        var references = POSTS.stream().filter(post -> post.replyToId() != null).toList();
        assertThat(share(references, post -> !BY_ID.containsKey(post.replyToId())))
                .isBetween(0.001, 0.02);
    }

    @Test
    void idsRiseWithTimeAndTellIt() {
        var ids = POSTS.stream().map(Post::id).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(POSTS.stream().filter(post -> !Snowflakes.timeOf(post.id()).equals(post.createdAt())))
                .isEmpty();
        assertThat(POSTS.stream().filter(post -> post.createdAt().isAfter(NOW))).isEmpty();
    }

    @Test
    void conversationsHoldTogether() {
        assertThat(POSTS.stream().filter(post -> post.replyToId() != null).filter(post -> {
                    var answered = BY_ID.get(post.replyToId());
                    return answered != null
                            && !(post.conversationId() == answered.conversationId()
                                    && Objects.equals(post.replyToUserId(), answered.authorId())
                                    && post.createdAt().isAfter(answered.createdAt()));
                }))
                .isEmpty();
    }

    @Test
    void aliceAndHerWordAreThereEveryDay() {
        var week = POSTS.stream()
                .filter(post -> author(post).username().equals("alice"))
                .filter(post -> post.createdAt().isAfter(NOW.minusSeconds(7 * 86_400)))
                .toList();
        assertThat(week)
                .hasSizeGreaterThanOrEqualTo(12)
                .allMatch(post -> post.text().contains(Wording.ALICES_WORD));
    }

    @Test
    void everyLanguageAndManyScriptsAreSpoken() {
        var languages = POSTS.stream().map(Post::lang).distinct().toList();
        assertThat(languages).contains("en", "ja", "ar", "ko", "hi", "th", "zh", "ru", "und");
        assertThat(POSTS).anyMatch(post -> post.text().contains("👨‍👩‍👧‍👦"));
        assertThat(POSTS).anyMatch(post -> post.text().indexOf('\n') >= 0);
        assertThat(POSTS)
                .anyMatch(post -> post.text().codePointCount(0, post.text().length()) == 500);
    }

    private static final Map<Long, Person> AUTHORS = new HashMap<>();

    private static Person author(Post post) {
        if (AUTHORS.isEmpty()) {
            PEOPLE.all().forEach(person -> AUTHORS.put(person.id(), person));
        }
        return Objects.requireNonNull(AUTHORS.get(post.authorId()));
    }

    private static Stream<Integer> allPeople() {
        return IntStream.range(0, PEOPLE.size()).boxed();
    }

    private static double shareOfTop(double share) {
        var sorted = WRITTEN.clone();
        Arrays.sort(sorted);
        int top = (int) (sorted.length * share);
        return Arrays.stream(sorted, sorted.length - top, sorted.length).sum() / (double) POSTS.size();
    }

    private static double share(int[] values, IntPredicate which) {
        return Arrays.stream(values).filter(which).count() / (double) values.length;
    }

    private static <T> double share(List<T> values, Predicate<T> which) {
        return values.stream().filter(which).count() / (double) values.size();
    }
}
