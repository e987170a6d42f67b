package dev.weir.api.search;

import dev.weir.api.microblog.Attachments;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Links;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.SearchTerms;
import dev.weir.api.microblog.Users;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A post with everything that a query may ask about it. Made once for each post and asked by any number of
 * {@link PostMatcher}s of the same reading. Immutable.
 */
public final class Subject {

    private final CountedPost post;
    private final Users users;
    private final @Nullable CountedPost reposted;
    private final List<SearchTerms> texts;

    private Subject(CountedPost post, Users users, @Nullable CountedPost reposted, List<SearchTerms> texts) {
        this.post = post;
        this.users = users;
        this.reposted = reposted;
        this.texts = List.copyOf(texts);
    }

    /**
     * A post to be asked about.
     *
     * @param users the author, the user answered and the author of the post repeated, as far as known: who is missing is
     *     found by id, not by name, and has neither profile nor counters
     * @param posts the post quoted and the post repeated, as far as known
     * @param media the post's media by key, as far as known: others are not found
     */
    public static Subject of(
            CountedPost post, Users users, Map<Long, CountedPost> posts, Map<String, Media> media, Reading reading) {
        List<SearchTerms> texts = new ArrayList<>();
        texts.add(SearchTerms.ofContent(post.post(), Attachments.types(post.post(), media), reading.accents()));
        CountedPost quoted = referred(post.post().quotedId(), posts);
        if (reading.readsQuoted() && quoted != null && quoted.isPublic()) {
            texts.add(SearchTerms.ofContent(quoted.post(), Set.of(), reading.accents()));
        }
        return new Subject(post, users, referred(post.post().repostOfId(), posts), texts);
    }

    private static @Nullable CountedPost referred(@Nullable Long id, Map<Long, CountedPost> posts) {
        return id == null ? null : posts.get(id);
    }

    /** The post itself. */
    public CountedPost counted() {
        return post;
    }

    Post post() {
        return post.post();
    }

    Optional<CountedUser> author() {
        return users.byId(post().authorId());
    }

    Set<String> links() {
        return Links.of(post());
    }

    /** The post's own text. */
    SearchTerms text() {
        return texts.get(0);
    }

    /** The words of all texts that the reading looks at: a phrase that stands there is made of these. */
    public Set<String> words() {
        Set<String> words = new HashSet<>();
        texts.forEach(text -> words.addAll(text.lexemes()));
        return words;
    }

    /** Whether a phrase stands in any of the texts that the reading looks at. */
    boolean says(List<SearchTerms.Term> phrase) {
        for (SearchTerms text : texts) {
            if (text.hasPhrase(phrase)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all of the words stand within a stretch of text, in any order. */
    boolean saysNear(List<SearchTerms.Term> words, int distance) {
        return texts.stream().anyMatch(text -> text.hasNear(words, distance));
    }

    boolean isBy(UserName user) {
        return is(post().authorId(), user);
    }

    boolean answers(UserName user) {
        Long to = post().replyToUserId();
        return to != null && is(to, user);
    }

    boolean repeats(UserName user) {
        return reposted != null && is(reposted.post().authorId(), user);
    }

    private boolean is(long userId, UserName user) {
        return user.is(userId, users.byId(userId).orElse(null));
    }
}
