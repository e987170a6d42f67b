package dev.weir.api.exports;

import dev.weir.api.exports.SqlDeletions.Place;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Parameters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A caller's walk through the deletions of an export: tokens in, the page to read, the next page's address out. */
final class DeletionWalk {

    static final Set<String> PARAMETERS = Set.of("max_results", "pagination_token");

    /** Lines of a page: about a megabyte. */
    static final int MOST = 10_000;

    private static final int NUMBERS = 2;

    private final PageTokens tokens;
    private final String address;
    private final int size;
    private final Optional<Place> from;

    private DeletionWalk(PageTokens tokens, String address, int size, Optional<Place> from) {
        this.tokens = tokens;
        this.address = address;
        this.size = size;
        this.from = from;
    }

    /** Reads where a request stands; what is wrong with its parameters is noted. */
    static DeletionWalk read(Parameters parameters, PageTokens tokens, String export) {
        String address = "/2/exports/" + export + "/deletions";
        // Callers from before there were pages get as much as there may be.
        int size = parameters.number("max_results", 1, MOST, MOST);
        Optional<Place> from = parameters.one("pagination_token").flatMap(token -> {
            Optional<long[]> place = tokens.place(address, token).filter(numbers -> numbers.length == NUMBERS);
            if (place.isEmpty()) {
                parameters.refuse(
                        "pagination_token",
                        token,
                        "The `pagination_token` is not a token of this list: follow the `Link` of the page before,"
                                + " unchanged");
            }
            return place.map(numbers -> new Place(numbers[0], numbers[1]));
        });
        return new DeletionWalk(tokens, address, size, from);
    }

    /** Behind which the page begins; the first one with what was deleted after the order. */
    Place from(Instant ordered) {
        return from.orElse(Place.before(ordered));
    }

    int size() {
        return size;
    }

    /** The {@code Link} header (RFC 8288) to the page behind this one; empty if there is none. */
    Optional<String> link(SqlDeletions.Page page) {
        return page.next()
                .map(place -> "<" + address + "?max_results=" + size + "&pagination_token="
                        + tokens.token(address, place.micros(), place.post()) + ">; rel=\"next\"");
    }

    /** The page as the API tells it. */
    static byte[] lines(SqlDeletions.Page page) {
        return page.deletions().stream()
                .map(Deletion::line)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
