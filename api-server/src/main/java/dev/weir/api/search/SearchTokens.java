package dev.weir.api.search;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.SearchHit;
import dev.weir.api.microblog.SearchPage;
import dev.weir.api.microblog.wire.Page;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import java.util.List;
import java.util.Optional;

/**
 * The page tokens of one search.
 *
 * <p>Newest first, a token is the last id shown. Best first, it is the last score and id, and the range of the first page:
 * what is ranked must be the same for all pages of a walk, or posts that arrive meanwhile would shift the others.
 */
final class SearchTokens {

    /** Of how many newest hits the best are found: bounds the work of a page. */
    static final int CANDIDATES = 1_000;

    /** Where a page begins: behind the last hit of the page before. */
    record Place(float score, long id, long from, long until) {}

    private final PageTokens tokens;
    private final boolean ranked;
    private final String list;

    SearchTokens(PageTokens tokens, String query, boolean ranked, Reach reach) {
        this.tokens = tokens;
        this.ranked = ranked;
        this.list = (ranked ? "ranked " : "search ") + (reach == Reach.ALL ? "all " : "") + query;
    }

    /**
     * A token as it was sent.
     *
     * @param parameter which of the two names it came by
     */
    record Token(String parameter, String value) {}

    /** The token, which clients send by either of two names. */
    static Optional<Token> token(Parameters parameters) {
        Optional<String> next = parameters.one("next_token");
        Optional<String> pagination = parameters.one("pagination_token");
        if (next.isPresent() && pagination.isPresent() && !next.equals(pagination)) {
            parameters.refuse(
                    "pagination_token",
                    pagination.get(),
                    "`next_token` and `pagination_token` are two names of one parameter and differ: send one");
            return Optional.empty();
        }
        return next.map(value -> new Token("next_token", value))
                .or(() -> pagination.map(value -> new Token("pagination_token", value)));
    }

    /** Where the page begins. */
    Optional<Place> read(Parameters parameters) {
        return token(parameters).flatMap(token -> {
            Optional<long[]> place = tokens.place(list, token.value()).filter(numbers -> numbers.length == 4);
            if (place.isEmpty()) {
                parameters.refuseToken(token.parameter(), token.value());
            }
            return place.map(n -> new Place(Float.intBitsToFloat((int) n[0]), n[1], n[2], n[3]));
        });
    }

    SearchPage page(Condition condition, IdRange range, int limit, Optional<Place> place) {
        if (!ranked) {
            return new SearchPage(
                    condition, place.map(at -> range.before(at.id())).orElse(range), limit, null);
        }
        IdRange walked = place.map(at -> new IdRange(at.from(), at.until(), range.createdFrom(), range.createdUntil()))
                .orElse(range);
        SearchPage.SearchKey after =
                place.map(at -> new SearchPage.SearchKey(at.score(), at.id())).orElse(null);
        return new SearchPage(condition, walked, limit, new SearchPage.Ranked(condition.ranking(), CANDIDATES, after));
    }

    Page around(List<SearchHit> shown, boolean more, IdRange walked) {
        if (!more) {
            return new Page(Optional.empty(), Optional.empty());
        }
        SearchHit last = shown.get(shown.size() - 1);
        String next = tokens.token(
                list, Float.floatToIntBits(last.score()), last.post().id(), walked.from(), walked.until());
        return new Page(Optional.of(next), Optional.empty());
    }
}
