package dev.weir.api.microblog.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.Immutable;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.wire.DataApi.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walks through every list, on and back, while entries come and go: in order, nothing twice, nothing left out. */
final class ListPagingTest {

    private static final long USER = 1;
    private static final long POST = post(0);
    private static final int ENTRIES = 40;
    private static final String ORDER_OF_TIMES = "(%1$d * 7919 %% 13)";

    /** The lists, and how entry {@code n} of each comes and goes. */
    enum Listing {
        MENTIONS("/2/users/1/mentions", 5, ListPagingTest::post, n -> posts(written(n, "@owner hello", null, null))),
        QUOTES(
                "/2/tweets/" + POST + "/quote_tweets",
                10,
                ListPagingTest::post,
                n -> posts(written(n, "see", POST, null))),
        REPOSTERS(
                "/2/tweets/" + POST + "/retweeted_by",
                1,
                ListPagingTest::user,
                n -> posts(written(n, "RT", null, POST))),
        LIKED("/2/users/1/liked_tweets", 5, ListPagingTest::post, n -> {
            posts(written(n, "fine", null, null));
            edge("likes", USER, post(n), n);
        }),
        LIKERS("/2/tweets/" + POST + "/liking_users", 1, ListPagingTest::user, n -> edge("likes", user(n), POST, n)),
        FOLLOWERS("/2/users/1/followers", 1, ListPagingTest::user, n -> edge("follows", user(n), USER, n)),
        FOLLOWING("/2/users/1/following", 1, ListPagingTest::user, n -> edge("follows", USER, user(n), n)),
        CALLED("/2/users/search?query=walker", 1, ListPagingTest::user, n -> {});

        private final String path;
        private final int least;
        private final Ids ids;
        private final Comes comes;

        Listing(String path, int least, Ids ids, Comes comes) {
            this.path = path;
            this.least = least;
            this.ids = ids;
            this.comes = comes;
        }

        /** Places of the list, the first one least. */
        private Comparator<Long> order() {
            return switch (this) {
                case MENTIONS, QUOTES, REPOSTERS -> Comparator.<Long>reverseOrder();
                case CALLED -> Comparator.<Long>naturalOrder();
                case LIKED, LIKERS, FOLLOWERS, FOLLOWING ->
                    Comparator.<Long>comparingLong(n -> n * 7919 % 13)
                            .thenComparing(n -> n)
                            .reversed();
            };
        }

        private Reply page(int size, String token) {
            return API.get(path + (path.contains("?") ? "&" : "?") + "max_results=" + size
                    + (token.isEmpty() ? "" : "&pagination_token=" + token));
        }
    }

    @Immutable
    private interface Ids extends LongFunction<Long> {}

    @Immutable
    private interface Comes {
        void come(long n);
    }

    private static final DataApi API = new DataApi();

    @BeforeEach
    void peopleAndAPost() {
        API.clear();
        API.rows().add(MicroblogRows.user(USER, "owner"));
        API.rows()
                .add(LongStream.rangeClosed(1, 2 * ENTRIES)
                        .mapToObj(n -> MicroblogRows.user(user(n), "walker" + n))
                        .toArray(User[]::new));
        API.rows().add(MicroblogRows.post(POST, USER, "the post"));
    }

    @AfterAll
    static void stop() {
        API.close();
    }

    @ParameterizedTest
    @EnumSource
    void aWalkSeesEveryEntryOnceWhileOthersComeAndGo(Listing list) {
        long seed = 20_261_128;
        var random = new Random(seed);
        List<Long> numbers =
                new ArrayList<>(LongStream.rangeClosed(1, 2 * ENTRIES).boxed().toList());
        Collections.shuffle(numbers, random);
        Set<Long> present = new HashSet<>(numbers.subList(0, ENTRIES));
        List<Long> toCome = new ArrayList<>(numbers.subList(ENTRIES, numbers.size()));
        if (list == Listing.CALLED) {
            toCome.forEach(n -> API.rows().execute("delete from microblog.users where id = " + user(n)));
        }
        present.forEach(list.comes::come);
        Set<Long> hidden = new HashSet<>(numbers.subList(0, 5));
        hidden.forEach(n -> API.rows()
                .execute("update microblog.users set " + (n % 2 == 0 ? "protected" : "suspended")
                        + " = true where id = " + user(n)));
        Set<Long> stay = new HashSet<>(present);
        stay.removeAll(hidden);

        Reply page = list.page(list.least, "");
        List<Long> on = walk(list, page, "next_token", random, stay, toCome);
        assertThat(on).as("on, seed %d", seed).isSortedAccordingTo(list.order()).doesNotHaveDuplicates();
        assertThat(on).containsAll(stay).doesNotContainAnyElementsOf(hidden);

        Reply last = list.page(100, "");
        while (last.body().at("/meta").has("next_token")) {
            last = list.page(10, last.body().at("/meta/next_token").asText());
        }
        List<Long> back = walk(list, last, "previous_token", random, stay, toCome);
        Collections.reverse(back);
        assertThat(back)
                .as("back, seed %d", seed)
                .isSortedAccordingTo(list.order())
                .doesNotHaveDuplicates();
        assertThat(back).containsAll(stay).doesNotContainAnyElementsOf(hidden);
    }

    /** The numbers of the entries met, those of later pages behind; and of {@code stay}, what was there all the time. */
    private static List<Long> walk(
            Listing list, Reply first, String token, Random random, Set<Long> stay, List<Long> toCome) {
        boolean back = token.startsWith("previous");
        List<Long> met = new ArrayList<>();
        Reply page = first;
        for (int pages = 0; pages < 500; pages++) {
            assertThat(page.status()).as("%s", page.body()).isEqualTo(200);
            List<Long> numbers = new ArrayList<>(page.texts("/data", "id").stream()
                    .map(id -> number(list, Long.parseLong(id)))
                    .toList());
            assertThat(page.body().at("/meta/result_count").asInt()).isEqualTo(numbers.size());
            if (back) {
                Collections.reverse(numbers);
            }
            met.addAll(numbers);
            if (!page.body().at("/meta").has(token)) {
                return met;
            }
            if (random.nextInt(3) == 0 && !toCome.isEmpty()) {
                comes(list, toCome.remove(toCome.size() - 1));
            }
            if (random.nextInt(4) == 0) {
                List<Long> candidates = stay.stream().sorted().toList();
                long gone = candidates.get(random.nextInt(candidates.size()));
                stay.remove(gone);
                goes(list, gone);
            }
            page = list.page(
                    list.least + random.nextInt(4),
                    page.body().at("/meta/" + token).asText());
        }
        throw new AssertionError("the walk does not end");
    }

    private static void comes(Listing list, long n) {
        if (list == Listing.CALLED) {
            API.rows().add(MicroblogRows.user(user(n), "walker" + n));
        }
        list.comes.come(n);
    }

    private static void goes(Listing list, long n) {
        API.rows()
                .execute(
                        switch (list) {
                            case MENTIONS, QUOTES, REPOSTERS, LIKED ->
                                "delete from microblog.posts where id = " + post(n);
                            case LIKERS -> "delete from microblog.likes where user_id = " + user(n);
                            case FOLLOWERS -> "delete from microblog.follows where follower_id = " + user(n);
                            case FOLLOWING -> "delete from microblog.follows where followed_id = " + user(n);
                            case CALLED -> "delete from microblog.users where id = " + user(n);
                        });
    }

    private static long number(Listing list, long id) {
        return list.ids.apply(0) == post(0) ? id - post(0) : id - user(0);
    }

    private static void posts(Post post) {
        API.rows().add(post);
    }

    private static void edge(String table, long from, long to, long n) {
        API.rows()
                .execute("insert into microblog." + table + " values (" + from + ", " + to
                        + ", timestamptz '2026-01-01 00:00:00.000001Z' + "
                        + ORDER_OF_TIMES.formatted(n) + " * interval '1 microsecond')");
    }

    private static Post written(long n, String text, @Nullable Long quoted, @Nullable Long repostOf) {
        Post plain = MicroblogRows.post(post(n), user(n), text);
        return new Post(
                plain.id(),
                plain.authorId(),
                plain.createdAt(),
                text,
                "en",
                plain.id(),
                null,
                null,
                quoted,
                repostOf,
                false,
                null,
                plain.entities());
    }

    private static long user(long n) {
        return 1_000 + n;
    }

    private static long post(long n) {
        return Snowflakes.at(DataApi.NOW.minusSeconds(3_600), 0) + n;
    }
}
