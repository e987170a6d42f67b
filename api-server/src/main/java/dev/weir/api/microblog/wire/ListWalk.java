package dev.weir.api.microblog.wire;

import dev.weir.api.microblog.ListKey;
import dev.weir.api.microblog.Listed;
import dev.weir.api.microblog.Walk;
import java.util.List;
import java.util.Optional;

/** A caller's walk through one list, page by page: tokens in, the stretch to read, tokens out. */
public final class ListWalk {

    private static final long ON = 0;
    private static final long BACK = 1;
    private static final int NUMBERS = 3;

    private final PageTokens tokens;
    private final String list;
    private final Walk stretch;

    private ListWalk(PageTokens tokens, String list, Walk stretch) {
        this.tokens = tokens;
        this.list = list;
        this.stretch = stretch;
    }

    /**
     * Reads where a request stands in a list.
     *
     * @param list what makes it the one it is: its name, whose it is, what else chooses its entries
     * @param size entries of the page
     */
    public static ListWalk read(Parameters parameters, PageTokens tokens, String list, int size) {
        // One more than the page holds tells whether there is a page behind it.
        int limit = size + 1;
        Walk stretch = token(parameters)
                .flatMap(token -> {
                    Optional<long[]> place = tokens.place(list, token).filter(numbers -> numbers.length == NUMBERS);
                    if (place.isEmpty()) {
                        parameters.refuseToken("pagination_token", token);
                    }
                    return place;
                })
                .map(numbers -> new Walk(new ListKey(numbers[1], numbers[2]), numbers[0] == BACK, limit))
                .orElse(Walk.first(limit));
        return new ListWalk(tokens, list, stretch);
    }

    /** Where an endpoint takes both names, either will do. */
    private static Optional<String> token(Parameters parameters) {
        return parameters.one("pagination_token").or(() -> parameters.one("next_token"));
    }

    Walk stretch() {
        return stretch;
    }

    /** The entries of the stretch that belong on the page. */
    <T> List<Listed<T>> page(List<Listed<T>> read) {
        if (!isMore(read)) {
            return read;
        }
        return stretch.back() ? read.subList(1, read.size()) : read.subList(0, read.size() - 1);
    }

    /** The tokens around the page of the stretch. */
    <T> Page around(List<Listed<T>> read) {
        List<Listed<T>> page = page(read);
        boolean isFirst = stretch.from().equals(ListKey.START);
        Optional<String> next = stretch.back() || isMore(read)
                ? Optional.of(token(
                        ON,
                        page.isEmpty() ? beside(1) : page.get(page.size() - 1).key()))
                : Optional.empty();
        Optional<String> previous = !isFirst && (!stretch.back() || isMore(read))
                ? Optional.of(
                        token(BACK, page.isEmpty() ? beside(-1) : page.get(0).key()))
                : Optional.empty();
        return new Page(next, previous);
    }

    private boolean isMore(List<?> read) {
        return read.size() == stretch.limit();
    }

    /** Where all entries have gone, the page on the other side begins with the place itself. */
    private ListKey beside(long by) {
        return new ListKey(stretch.from().major(), stretch.from().id() + by);
    }

    private String token(long direction, ListKey place) {
        return tokens.token(list, direction, place.major(), place.id());
    }
}
