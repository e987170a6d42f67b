package dev.weir.api.timelines;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.wire.Page;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import java.util.List;
import java.util.Optional;

/** The page tokens of one user's timeline: a direction and the id to go on from. */
final class TimelineTokens {

    private static final long ON = 0;
    private static final long BACK = 1;

    /**
     * Where a page begins.
     *
     * @param back towards newer posts
     * @param id the post that the page begins behind, which is not on it
     */
    record Place(boolean back, long id) {
        IdRange narrow(IdRange range) {
            return back ? range.after(id) : range.before(id);
        }
    }

    private final PageTokens tokens;
    private final String list;

    TimelineTokens(PageTokens tokens, long author) {
        this(tokens, "timeline " + author);
    }

    /** @param list names the timeline among all lists */
    TimelineTokens(PageTokens tokens, String list) {
        this.tokens = tokens;
        this.list = list;
    }

    Optional<Place> read(Parameters parameters) {
        return parameters.one("pagination_token").flatMap(token -> {
            Optional<long[]> place = tokens.place(list, token).filter(numbers -> numbers.length == 2);
            if (place.isEmpty()) {
                parameters.refuseToken("pagination_token", token);
            }
            return place.map(numbers -> new Place(numbers[0] == BACK, numbers[1]));
        });
    }

    /**
     * The tokens around a page.
     *
     * @param more whether there are further posts in the direction it was read
     */
    Page page(List<CountedPost> posts, boolean more, Optional<Place> place) {
        boolean back = place.isPresent() && place.get().back();
        Optional<String> next = Optional.empty();
        Optional<String> previous = Optional.empty();
        if (back || more) {
            long oldest = posts.isEmpty() ? place.orElseThrow().id() + 1 : last(posts);
            next = Optional.of(tokens.token(list, ON, oldest));
        }
        if (place.isPresent() && (!back || more)) {
            long newest = posts.isEmpty() ? place.get().id() - 1 : posts.get(0).id();
            previous = Optional.of(tokens.token(list, BACK, newest));
        }
        return new Page(next, previous);
    }

    private static long last(List<CountedPost> posts) {
        return posts.get(posts.size() - 1).id();
    }
}
