package dev.weir.drills.scale;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** Questions about a microblog that has answers to them, drawn from what is in its database. The same at each call. */
public final class Questions {

    private static final Pattern WORD = Pattern.compile("\\p{IsLatin}{4,}");
    private static final String EVERYTHING =
            "&expansions=author_id,referenced_tweets.id,referenced_tweets.id.author_id,in_reply_to_user_id,"
                    + "entities.mentions.username,attachments.media_keys,attachments.poll_ids"
                    + "&tweet.fields=created_at,conversation_id,entities,lang,public_metrics,referenced_tweets,source"
                    + "&user.fields=created_at,description,public_metrics,verified";

    private static final int COMMON = 50;

    private final Jdbi jdbi;
    private final String key;
    private final List<String> words = new ArrayList<>();
    private final List<String> phrases = new ArrayList<>();
    private final List<String> common = new ArrayList<>();

    /** @param key asks everything that needs no user */
    public Questions(Jdbi jdbi, String key) {
        this.jdbi = jdbi;
        this.key = key;
        readWords();
    }

    private record Said(String username, String text) {}

    // Words of a few thousand posts of the last days: the most frequent ones, and those that only one of them has.
    private void readWords() {
        List<Said> sample = jdbi.withHandle(handle -> handle.createQuery("""
                        select u.username, p.text from microblog.posts p join microblog.users u on u.id = p.author_id
                        where p.created_at > now() - interval '6 days' and p.repost_of_id is null
                            and not u.protected and not u.suspended
                        order by md5(p.id::text) limit 4000
                        """)
                .map((row, context) -> new Said(row.getString(1), row.getString(2)))
                .list());
        Map<String, Integer> counts = new HashMap<>();
        for (Said said : sample) {
            List<String> in = WORD.matcher(said.text().toLowerCase(Locale.ROOT))
                    .results()
                    .map(java.util.regex.MatchResult::group)
                    .toList();
            in.stream().distinct().forEach(word -> counts.merge(word, 1, Integer::sum));
            if (in.size() > 1 && said.text().toLowerCase(Locale.ROOT).contains(in.get(0) + " " + in.get(1))) {
                phrases.add("\"" + in.get(0) + " " + in.get(1) + "\" from:" + said.username());
            }
        }
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COMMON)
                .map(Map.Entry::getKey)
                .forEach(common::add);
        counts.entrySet().stream()
                .filter(word -> word.getValue() == 1)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(words::add);
    }

    /** Single posts by id. */
    public List<Question> posts(int count) {
        return ask(idsOfPosts(count), id -> "/2/tweets/" + id);
    }

    /**
     * Batches of a hundred posts with all that they refer to: eighty refer to another post, and in one batch nobody has
     * written two of all these. In a small microblog a hundred posts at random would share authors and originals, and their
     * answer would be shorter.
     */
    public List<Question> batches(int count) {
        List<Batch> batches = Stream.generate(Batch::new).limit(count).toList();
        int n = 0;
        for (Candidate post : candidates(count * 1_000)) {
            // Begun somewhere else each time, so that who wrote much is not used up by the first.
            int first = n++;
            IntStream.range(0, count)
                    .mapToObj(i -> batches.get((first + i) % count))
                    .filter(batch -> batch.takes(post))
                    .findFirst()
                    .ifPresent(batch -> batch.add(post));
        }
        return batches.stream()
                .filter(Batch::isFull)
                .map(batch -> new Question("/2/tweets?ids=" + batch.joined() + EVERYTHING, key))
                .toList();
    }

    private record Candidate(long id, long author, Optional<Long> originalAuthor) {}

    private static final class Batch {

        private static final int SIZE = 100;
        private static final int REFERRING = 80;

        private final List<Long> ids = new ArrayList<>();
        private final Set<Long> authors = new HashSet<>();
        private int referring;

        boolean isFull() {
            return ids.size() == SIZE;
        }

        boolean takes(Candidate post) {
            int left = post.originalAuthor.isPresent()
                    ? REFERRING - referring
                    : SIZE - REFERRING - (ids.size() - referring);
            return left > 0
                    && !authors.contains(post.author)
                    && post.originalAuthor
                            .filter(author -> author == post.author || authors.contains(author))
                            .isEmpty();
        }

        void add(Candidate post) {
            ids.add(post.id);
            authors.add(post.author);
            post.originalAuthor.ifPresent(authors::add);
            referring += post.originalAuthor.isPresent() ? 1 : 0;
        }

        String joined() {
            return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
    }

    private List<Candidate> candidates(int count) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select p.id, p.author_id, original.author_id
                        from microblog.posts p join microblog.users u on u.id = p.author_id
                            left join microblog.posts original
                                on original.id = coalesce(p.repost_of_id, p.quoted_id, p.reply_to_id)
                        where not u.protected and not u.suspended
                        order by md5('batch' || p.id::text) limit :count
                        """)
                .bind("count", count)
                .map((row, context) -> new Candidate(
                        row.getLong(1), row.getLong(2), Optional.ofNullable(row.getObject(3, Long.class))))
                .list());
    }

    private List<Long> idsOfPosts(int count) {
        return ids("""
                select p.id from microblog.posts p join microblog.users u on u.id = p.author_id
                where not u.protected and not u.suspended
                order by md5(p.id::text) limit :count
                """, count);
    }

    /** First pages of what users have posted. */
    public List<Question> userTimelines(int count) {
        return ask(authors(count), id -> "/2/users/" + id + "/tweets");
    }

    private List<Long> authors(int count) {
        return ids("""
                select p.author_id from microblog.posts p join microblog.users u on u.id = p.author_id
                where not u.protected and not u.suspended
                group by 1 having count(*) >= 10 order by md5(p.author_id::text) limit :count
                """, count);
    }

    /** First pages of home timelines. {@code userKey} makes a key that acts for a user. */
    public List<Question> homeTimelines(int count, LongFunction<String> userKey) {
        return readers(count).stream()
                .map(id -> new Question("/2/users/" + id + "/timelines/reverse_chronological", userKey.apply(id)))
                .toList();
    }

    private List<Long> readers(int count) {
        return ids("""
                select f.follower_id from microblog.follows f join microblog.users u on u.id = f.follower_id
                where not u.protected and not u.suspended
                group by 1 having count(*) >= 10 order by md5(f.follower_id::text) limit :count
                """, count);
    }

    /** Pages of a hundred followers. */
    public List<Question> followers(int count) {
        List<Long> followed = ids("""
                select f.followed_id from microblog.follows f join microblog.users u on u.id = f.followed_id
                where not u.protected and not u.suspended
                group by 1 having count(*) >= 20 order by md5(f.followed_id::text) limit :count
                """, count);
        return ask(followed, id -> "/2/users/" + id + "/followers?max_results=100");
    }

    /** The most frequent words. */
    public List<Question> commonWords() {
        return search("search", common);
    }

    /** How often each of the frequent words was said in every hour of a week. */
    public List<Question> counts() {
        return search("counts", common);
    }

    public List<Question> rareWords(int count) {
        return search("search", words.subList(0, Math.min(count, words.size())));
    }

    /** Two words that follow each other, of a user who has said them. */
    public List<Question> phrases(int count) {
        return search("search", phrases.subList(0, Math.min(count, phrases.size())));
    }

    private List<Question> search(String what, List<String> queries) {
        return queries.stream()
                .map(query -> new Question("/2/tweets/" + what + "/recent?query=" + encoded(query), key))
                .toList();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private List<Long> ids(String sql, int count) {
        return jdbi.withHandle(handle ->
                handle.createQuery(sql).bind("count", count).mapTo(Long.class).list());
    }

    private List<Question> ask(List<Long> ids, LongFunction<String> path) {
        return ids.stream().map(id -> new Question(path.apply(id), key)).toList();
    }
}
