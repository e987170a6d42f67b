package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.exports.SqlDeletions.Place;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Page by page one gets each deletion of an export once, in one order, however small the pages and what they look at. */
class DeletionsProperties {

    private static final int POSTS = 1_600;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pagesOfAnySizeAreTheWhole(long seed) throws SQLException {
        var database = TestDatabase.create();
        // One connection for all: opening them would take longer than the pages.
        try (Connection connection = database.dataSource().getConnection()) {
            pagesOfAnySizeAreTheWhole(
                    seed, new ExportScene(database, Jdbi.create(connection), rows -> ExportScene.add(rows, POSTS)));
        }
    }

    private static void pagesOfAnySizeAreTheWhole(long seed, ExportScene scene) {
        var random = new Random(seed);
        var id = scene.order("'weir'", "export0000000000");
        scene.finish();
        Set<Long> exported = new HashSet<>();
        for (long n = 0; n < POSTS; n += 3) {
            exported.add(ExportScene.id(n));
        }
        var expected = new TreeSet<>(Comparator.comparingLong(Place::micros).thenComparing(Place::post));
        for (long n : random.longs(600, 0, POSTS).distinct().toArray()) {
            long post = ExportScene.id(n);
            // Some at the same time, to the microsecond; some before the order.
            var time = ExportScene.NOW.plusNanos(1_000L * (random.nextInt(200) - 10));
            scene.delete(post, Timestamp.from(time));
            if (exported.contains(post) && !time.isBefore(ExportScene.NOW)) {
                expected.add(new Place(Place.before(time).micros(), post));
            }
        }
        assertThat(expected).as("seed %d", seed).hasSizeGreaterThan(100);

        for (int size : new int[] {1, 7, 100, 10_000}) {
            for (int lookedAt : new int[] {1, 10, 10_000}) {
                List<Deletion> read = new ArrayList<>();
                var deletions = new SqlDeletions(scene.jdbi, lookedAt);
                Optional<Place> place = Optional.of(Place.before(scene.find(id).createdAt()));
                while (place.isPresent()) {
                    SqlDeletions.Page page = deletions.page(id, place.get(), size);
                    assertThat(page.deletions()).hasSizeLessThanOrEqualTo(Math.min(size, lookedAt));
                    read.addAll(page.deletions());
                    place = page.next();
                }
                assertThat(read.stream()
                                .map(deletion -> new Place(
                                        Place.before(deletion.deletedAt()).micros(), deletion.id()))
                                .toList())
                        .as("seed %d, size %d, looked at %d", seed, size, lookedAt)
                        .containsExactlyElementsOf(expected);
            }
        }
    }
}
