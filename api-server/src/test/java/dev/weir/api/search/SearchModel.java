package dev.weir.api.search;

import dev.weir.api.microblog.Post;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What search should find, said in the plainest way and without the tokenizer: words are what stands between spaces, those of
 * Japanese are wherever their letters stand, signs are looked at as they are.
 */
final class SearchModel implements Query.Reader<Predicate<Post>> {

    private final Map<String, Long> ids;

    SearchModel(Map<String, Long> ids) {
        this.ids = ids;
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
    public Predicate<Post> from(String user) {
        return post -> Long.valueOf(post.authorId()).equals(ids.get(user));
    }

    @Override
    public Predicate<Post> to(String user) {
        return post -> post.replyToUserId() != null && post.replyToUserId().equals(ids.get(user));
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
        };
    }

    @Override
    public Predicate<Post> has(Query.PostPart part) {
        return post -> switch (part) {
            case HASHTAGS -> post.text().contains("#");
            case MENTIONS -> post.text().contains("@");
            case CASHTAGS -> post.text().contains("$");
            case LINKS -> post.text().contains("http");
        };
    }
}
