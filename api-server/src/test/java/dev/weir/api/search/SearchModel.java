package dev.weir.api.search;

import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What search should find, said in the plainest way and without the tokenizer: words are what stands between spaces, those of
 * Japanese are wherever their letters stand, signs are looked at as they are.
 */
final class SearchModel implements Query.Reader<Predicate<Post>> {

    static final long VERIFIED = 2;

    // The numbers in a key say nothing of the type.
    static final String PHOTO = "7_1";
    static final String VIDEO = "3_2";
    static final String ANIMATED = "3_3";
    /** Of which nothing is known. */
    static final String LOST = "3_4";

    private final Map<String, Long> ids;
    private final Map<Long, Long> authors;

    SearchModel(Map<String, Long> ids, List<Post> posts) {
        this.ids = ids;
        this.authors = posts.stream().collect(Collectors.toMap(Post::id, Post::authorId));
    }

    @Override
    public Predicate<Post> allOf(List<Query> parts) {
        return post -> parts.stream().allMatch(part -> part.read(this).test(post));
    }

    @Override
    public Predicate<Post> anyOf(List<Query> parts) {
        return post -> parts.stream().anyMatch(part -> part.read(this).test(post));
    }

    @Override
    public Predicate<Post> not(Query operator) {
        return operator.read(this).negate();
    }

    @Override
    public Predicate<Post> words(Query.Words words) {
        String wanted = words.text().toLowerCase(Locale.ROOT);
        if (wanted.codePointAt(0) >= 0x3000) {
            return post -> post.text().contains(wanted);
        }
        List<String> phrase = split(wanted);
        return post -> {
            List<String> text = split(post.text());
            return IntStream.rangeClosed(0, text.size() - phrase.size())
                    .anyMatch(start -> IntStream.range(0, phrase.size())
                            .allMatch(i -> matches(text.get(start + i), phrase.get(i))));
        };
    }

    private static List<String> split(String text) {
        return Arrays.asList(text.toLowerCase(Locale.ROOT).split(" "));
    }

    /** A word with a sign is found with it and without. */
    private static boolean matches(String word, String wanted) {
        return word.equals(wanted) || word.replaceFirst("^[#@$]", "").equals(wanted);
    }

    @Override
    public Predicate<Post> user(Query.UserRole role, String user) {
        Long id = user.matches("[0-9]+") ? Long.valueOf(user) : ids.get(user);
        return post -> id != null
                && switch (role) {
                    case FROM -> post.authorId() == id;
                    case TO -> id.equals(post.replyToUserId());
                    case RETWEETS_OF -> id.equals(authors.get(post.repostOfId()));
                };
    }

    @Override
    public Predicate<Post> refers(Reference reference, long postId) {
        return post -> Long.valueOf(postId).equals(reference.of(post));
    }

    @Override
    public Predicate<Post> link(String text) {
        return post -> post.text().contains("http://" + text) || post.text().contains("/" + text + "/");
    }

    @Override
    public Predicate<Post> lang(String tag) {
        return post -> post.lang().equals(tag);
    }

    @Override
    public Predicate<Post> is(Query.PostKind kind) {
        return post -> switch (kind) {
            case REPLY -> post.replyToId() != null;
            case QUOTE -> post.quotedId() != null;
            case RETWEET -> post.repostOfId() != null;
            case VERIFIED -> post.authorId() == VERIFIED;
            case NULLCAST -> false;
        };
    }

    @Override
    public Predicate<Post> has(Query.PostPart part) {
        return post -> switch (part) {
            case HASHTAGS -> post.text().contains("#");
            case MENTIONS -> post.text().contains("@");
            case CASHTAGS -> post.text().contains("$");
            case LINKS -> post.text().contains("http");
            case MEDIA -> shows(post, PHOTO) || shows(post, VIDEO) || shows(post, ANIMATED);
            case IMAGES -> shows(post, PHOTO);
            case VIDEOS -> shows(post, VIDEO);
        };
    }

    private static boolean shows(Post post, String key) {
        return post.attachments() != null && post.attachments().contains('"' + key + '"');
    }

    @Override
    public Predicate<Post> atLeast(Counter counter, long least) {
        return post -> counter.of(counts(post.id())) >= least;
    }

    @Override
    public Predicate<Post> ofRules(RuleOperator operator) {
        throw new IllegalArgumentException(operator.print());
    }

    /** The counters that posts are given: every seventh has many likes, some have none. */
    static PostCounts counts(long postId) {
        return new PostCounts(postId % 3, postId % 5, postId % 7 == 0 ? postId : postId % 2, 0, 0, 0);
    }
}
