package dev.weir.api.search;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.SearchTerms;
import dev.weir.api.microblog.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A post with everything that a query may ask about it. Made once for each post and asked by any number of
 * {@link PostMatcher}s of the same reading. Immutable.
 */
public final class Subject {

    private final CountedPost post;
    private final @Nullable CountedUser author;
    private final @Nullable CountedUser answered;
    private final List<SearchTerms> texts;

    private Subject(
            CountedPost post, @Nullable CountedUser author, @Nullable CountedUser answered, List<SearchTerms> texts) {
        this.post = post;
        this.author = author;
        this.answered = answered;
        this.texts = List.copyOf(texts);
    }

    /**
     * A post to be asked about.
     *
     * @param users the author and the user answered, as far as known; who is missing is found by id, not by name
     * @param posts the post quoted and the post repeated, as far as known
     */
    public static Subject of(CountedPost post, Users users, Map<Long, CountedPost> posts, Reading reading) {
        Long to = post.post().replyToUserId();
        List<SearchTerms> texts = new ArrayList<>();
        texts.add(SearchTerms.ofText(post.post().text(), reading.accents()));
        Long quotedId = post.post().quotedId();
        CountedPost quoted = quotedId == null ? null : posts.get(quotedId);
        if (reading.readsQuoted() && quoted != null && quoted.isPublic()) {
            texts.add(SearchTerms.ofText(quoted.post().text(), reading.accents()));
        }
        return new Subject(
                post,
                users.byId(post.post().authorId()).orElse(null),
                to == null ? null : users.byId(to).orElse(null),
                texts);
    }

    /** The post itself. */
    public CountedPost counted() {
        return post;
    }

    Post post() {
        return post.post();
    }

    /** The post's own text. */
    SearchTerms text() {
        return texts.get(0);
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

    boolean isBy(UserName user) {
        return user.is(post().authorId(), author);
    }

    boolean answers(UserName user) {
        Long to = post().replyToUserId();
        return to != null && user.is(to, answered);
    }
}
