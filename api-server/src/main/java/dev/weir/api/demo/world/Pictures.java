package dev.weir.api.demo.world;

import dev.weir.api.imports.AttachedRows;
import dev.weir.api.microblog.Attachments;
import dev.weir.api.microblog.Media;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Invented pictures and films, which posts share: some hundreds are enough to look at, and cost next to nothing to write.
 * Which of them a post shows depends on its id alone. Their addresses lead nowhere ({@code .example}, RFC 2606).
 */
final class Pictures {

    /** Of posts that neither answer nor repeat. Of our choosing: enough to find some in any search. */
    private static final double SHARE = 0.25;

    private static final double ANOTHER = 0.2;
    private static final int MOST = 4;
    private static final int COUNT = 400;
    private static final List<String> SEEN = List.of(
            "A weir in autumn",
            "Two gulls on a post",
            "Fog over the harbour",
            "A cat asleep on nets",
            "The old lock gate, half open");

    private static final List<Media> ALL =
            IntStream.range(0, COUNT).mapToObj(Pictures::invent).toList();
    private static final Map<String, Media> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Media::mediaKey, Function.identity()));

    private Pictures() {}

    /** All there are, by key. */
    static Map<String, Media> byKey() {
        return BY_KEY;
    }

    /** What a post of this id shows, as posts store it; null for most. */
    static @Nullable String shownBy(long postId) {
        var chance = Chance.of(postId, 6);
        if (!chance.hits(SHARE)) {
            return null;
        }
        Set<String> keys = new LinkedHashSet<>();
        var first = chance.oneOf(ALL);
        keys.add(first.mediaKey());
        // Films stand alone.
        while (first.type() == Media.Type.PHOTO && keys.size() < MOST && chance.hits(ANOTHER)) {
            Optional.of(chance.oneOf(ALL))
                    .filter(next -> next.type() == Media.Type.PHOTO)
                    .ifPresent(next -> keys.add(next.mediaKey()));
        }
        return new Attachments(List.copyOf(keys), List.of()).toJson().orElseThrow();
    }

    /** Writes those that are not there. */
    static void write(Connection connection) throws SQLException {
        new AttachedRows(connection).addMedia(ALL);
    }

    private static Media invent(int number) {
        var place = "https://pictures.example/" + number;
        var seen = number % 3 == 0 ? null : SEEN.get(number % SEEN.size());
        return switch (number % 20) {
            case 0, 1 ->
                new Media(
                        "7_" + number,
                        Media.Type.VIDEO,
                        null,
                        place + ".jpg",
                        seen,
                        1280,
                        720,
                        4_000 + 97 * number,
                        editions(place, 2_176_000));
            case 2 ->
                new Media(
                        "16_" + number,
                        Media.Type.ANIMATED_GIF,
                        null,
                        place + ".jpg",
                        seen,
                        480,
                        270,
                        null,
                        editions(place, 0));
            default ->
                new Media(
                        "3_" + number,
                        Media.Type.PHOTO,
                        place + ".jpg",
                        null,
                        seen,
                        1_200,
                        number % 2 == 0 ? 675 : 1_600,
                        null,
                        null);
        };
    }

    private static String editions(String place, int bitRate) {
        return "[{\"bit_rate\": %d, \"content_type\": \"video/mp4\", \"url\": \"%s.mp4\"}]".formatted(bitRate, place);
    }
}
