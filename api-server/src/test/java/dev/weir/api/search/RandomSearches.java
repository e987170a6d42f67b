package dev.weir.api.search;

import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Posts and queries by chance, made so that most queries find something. */
public final class RandomSearches {

    static final Map<String, Long> IDS = Map.of("ann", 1L, "bob", 2L, "cyd", 3L);
    private static final List<String> WORDS = List.of(
            "tea", "Coffee", "cup", "the", "#tea", "#cup", "@bob", "@cyd", "$TSLA", "http://t.co/1", "😂", "👩‍👧");
    private static final List<String> JAPANESE = List.of("東京", "京都", "東京都", "タワー", "都");

    static final Map<String, Media> MEDIA = Map.of(
            SearchModel.PHOTO, MicroblogRows.media(SearchModel.PHOTO, Media.Type.PHOTO),
            SearchModel.VIDEO, MicroblogRows.media(SearchModel.VIDEO, Media.Type.VIDEO),
            SearchModel.ANIMATED, MicroblogRows.media(SearchModel.ANIMATED, Media.Type.ANIMATED_GIF));
    private static final List<String> KEYS =
            List.of(SearchModel.PHOTO, SearchModel.VIDEO, SearchModel.ANIMATED, SearchModel.LOST);

    private RandomSearches() {}

    /** Three users, one of them verified, and some media. */
    public static void users(MicroblogRows rows) {
        MEDIA.values().forEach(rows::add);
        IDS.forEach((name, id) -> rows.add(MicroblogRows.user(id, name)));
        rows.execute("update microblog.users set verified = true where id = " + SearchModel.VERIFIED);
    }

    /** Stores posts with their counters. */
    public static void add(MicroblogRows rows, List<Post> posts) {
        rows.add(posts);
        posts.forEach(post -> rows.counts(post.id(), SearchModel.counts(post.id())));
    }

    /** A post of a few words, which may refer to others around the id 710. */
    public static Post post(Random random, long id) {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            words.add(pick(random, random.nextInt(5) == 0 ? JAPANESE : WORDS));
        }
        return post(random, id, String.join(" ", words));
    }

    static Post post(Random random, long id, String text) {
        boolean reply = random.nextInt(4) == 0;
        return MicroblogRows.attached(
                new Post(
                        id,
                        1 + random.nextInt(3),
                        Instant.parse("2026-03-01T12:00:00Z"),
                        text,
                        pick(random, List.of("en", "ja", "und")),
                        conversation(random, id),
                        reply ? Long.valueOf(701 + random.nextInt(20)) : null,
                        reply ? Long.valueOf(1 + random.nextInt(3)) : null,
                        maybe(random),
                        maybe(random),
                        false,
                        null,
                        null),
                random.ints(random.nextInt(3), 0, KEYS.size())
                        .distinct()
                        .mapToObj(KEYS::get)
                        .toList());
    }

    private static @Nullable Long maybe(Random random) {
        return random.nextInt(5) == 0 ? Long.valueOf(701 + random.nextInt(20)) : null;
    }

    private static long conversation(Random random, long id) {
        return random.nextBoolean() ? id : 701 + random.nextInt(5);
    }

    /** A query of any operators, always with something that stands on its own in each alternative. */
    public static String query(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> alternative(random))
                .collect(Collectors.joining(" OR "));
    }

    private static String alternative(Random random) {
        var text = new StringBuilder(standing(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(' ').append(random.nextInt(3) == 0 ? "-" : "").append(operator(random));
        }
        if (random.nextInt(4) == 0) {
            text.append(" (")
                    .append(standing(random))
                    .append(" OR ")
                    .append(operator(random))
                    .append(')');
        }
        return text.toString();
    }

    private static String operator(Random random) {
        return random.nextBoolean()
                ? standing(random)
                : pick(
                        random,
                        List.of(
                                "lang:en",
                                "lang:ja",
                                "is:reply",
                                "is:quote",
                                "is:retweet",
                                "has:hashtags",
                                "has:mentions",
                                "has:links",
                                "has:media",
                                "has:images",
                                "has:videos",
                                "has:video_link",
                                "is:verified",
                                "has:cashtags"));
    }

    private static String standing(Random random) {
        return switch (random.nextInt(12)) {
            case 4 -> "retweets_of:" + pick(random, List.of("ann", "bob", "nobody", "3"));
            case 5 -> pick(random, List.of("min_likes:", "min_replies:", "min_reposts:")) + (1 + random.nextInt(5));
            case 6 ->
                pick(
                                random,
                                List.of(
                                        "conversation_id:",
                                        "in_reply_to_tweet_id:",
                                        "retweets_of_tweet_id:",
                                        "quotes_of_tweet_id:"))
                        + (700 + random.nextInt(20));
            case 7 -> pick(random, List.of("url:t.co", "url:\"t.co/1\"", "min_likes:800"));
            case 0 -> "from:" + pick(random, List.of("ann", "BOB", "cyd", "nobody"));
            case 1 -> "to:" + pick(random, List.of("ann", "bob"));
            case 2 -> pick(random, JAPANESE);
            case 3 -> '"' + pick(random, WORDS.subList(0, 8)) + ' ' + pick(random, WORDS.subList(0, 8)) + '"';
            default ->
                pick(
                        random,
                        WORDS.stream().filter(word -> !word.startsWith("http")).toList());
        };
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
