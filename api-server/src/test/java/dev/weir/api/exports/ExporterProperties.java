package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often and wherever a worker is killed, what it leaves and others complete is what one would have written. */
class ExporterProperties {

    /** A part and a half, so that one ends and another is cut short. */
    private static final int POSTS = ExportBatch.PART_POSTS + 2_300;

    private static final ExportScene SCENE = new ExportScene(POSTS);

    private static int exports;

    /** The death of a gateway: no step after it is taken. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static String order(String query) {
        return SCENE.order(query, "export%010d".formatted(exports++));
    }

    private static String undisturbed(String query) {
        var id = order(query);
        SCENE.finish();
        assertThat(SCENE.find(id).status()).isEqualTo("complete");
        return id;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void killedAtAnyStepAndResumedItIsTheSameToTheByte(long seed) {
        var random = new Random(seed);
        var whole = undisturbed("'number'");
        var before = SCENE.metered.get();
        var id = order("'number'");
        int deaths = 0;
        while (!SCENE.find(id).isComplete()) {
            int stepsToLive = 1 + random.nextInt(40);
            deaths += dies(stepsToLive) ? 1 : 0;
        }

        assertThat(deaths).as("seed %d", seed).isPositive();
        assertThat(ExportScene.sha256(SCENE.joined(id))).isEqualTo(ExportScene.sha256(SCENE.joined(whole)));
        assertThat(SCENE.exports.parts(id)).isEqualTo(SCENE.exports.parts(whole));
        assertThat(SCENE.find(id).posts()).isEqualTo(POSTS);
        // Nothing that was written went unrecorded, and no more was recorded twice than was in progress at a death.
        assertThat(SCENE.metered.get() - before).isBetween((long) POSTS, POSTS + (long) deaths * Exporter.BATCH);
    }

    /** Runs a worker for so many steps; its lease is over at once, so that the next may take over. */
    private static boolean dies(int stepsToLive) {
        int[] left = {stepsToLive};
        try {
            SCENE.exporter(Duration.ofMillis(-1), step -> {
                        if (--left[0] < 0) {
                            throw new Killed();
                        }
                    })
                    .work(() -> true);
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    @Test
    void aGatewayThatLostItsLeaseWritesNothingMore() {
        var whole = undisturbed("'weir'");
        var id = order("'weir'");
        boolean[] overtaken = {false};
        SCENE.exporter(Duration.ofMillis(-1), step -> {
                    if (step.equals("write") && !overtaken[0]) {
                        overtaken[0] = true;
                        // While this one is frozen before its first write, another does all of it.
                        SCENE.finish();
                    }
                })
                .work(() -> true);

        assertThat(overtaken[0]).isTrue();
        assertThat(SCENE.find(id).isComplete()).isTrue();
        assertThat(SCENE.joined(id)).isEqualTo(SCENE.joined(whole));
    }

    @Test
    void everyPartsHashSizeAndCountAreThoseOfItsBytes() {
        var id = undisturbed("'number'");
        var parts = SCENE.exports.parts(id);

        assertThat(parts).hasSize(2);
        for (ExportPart part : parts) {
            var bytes = new java.io.ByteArrayOutputStream();
            SCENE.exports.content(id, part.number()).forEach(bytes::writeBytes);
            assertThat(part.sha256()).isEqualTo(ExportScene.sha256(bytes.toByteArray()));
            assertThat(part.bytes()).isEqualTo(bytes.size());
            assertThat(part.posts())
                    .isEqualTo(bytes.toString(StandardCharsets.UTF_8).lines().count());
        }
        assertThat(SCENE.find(id).posts())
                .isEqualTo(parts.stream().mapToLong(ExportPart::posts).sum());
    }

    @Test
    void linesAreInTheOrderOfIdsAndEachPostStandsOnce() {
        var ids = new String(SCENE.joined(undisturbed("'weir'")), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Long.parseLong(line.substring(7, line.indexOf('"', 7))))
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates().hasSize((POSTS + 2) / 3);
    }

    @Test
    void spentPostsLetItRestAndFewerThanABatchAreUsedUp() {
        var whole = undisturbed("'weir'");
        var id = order("'weir'");
        SCENE.left.set(1_234);
        SCENE.exporter(Duration.ofSeconds(30), Exporter.Steps.UNHEARD).work(() -> true);

        assertThat(SCENE.find(id).posts()).isEqualTo(1_234);
        assertThat(SCENE.find(id).waitingFor()).contains("the monthly posts are spent");
        SCENE.left.set(Long.MAX_VALUE);
        SCENE.jdbi.useHandle(handle -> handle.execute("update platform.exports set not_before = '-infinity'"));
        SCENE.finish();
        assertThat(SCENE.joined(id)).isEqualTo(SCENE.joined(whole));
    }

    @Test
    void withoutWhatIsListedAsDeletedInterruptedAndUndisturbedAreTheSame() {
        var scene = new ExportScene(1_600);
        var first = scene.order("'weir'", "undisturbed00000");
        scene.finish();
        var second = scene.order("'weir'", "interrupted00000");
        int[] writes = {0};
        try {
            scene.exporter(Duration.ofMillis(-1), step -> {
                        if (step.equals("write") && ++writes[0] == 2) {
                            throw new Killed();
                        }
                    })
                    .work(() -> true);
        } catch (Killed e) {
            // As intended: one batch of 500 is written.
        }
        var early = ExportScene.id(3);
        var late = ExportScene.id(1_596);
        scene.delete(early);
        scene.delete(late);
        scene.finish();

        assertThat(deleted(scene, second)).containsExactly(early);
        assertThat(deleted(scene, first)).containsExactly(early, late);
        assertThat(new String(scene.joined(second), StandardCharsets.UTF_8)).doesNotContain("\"" + late + "\"");
        Function<String, List<String>> kept = id -> new String(scene.joined(id), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> deleted(scene, id).stream().noneMatch(gone -> line.contains("\"" + gone + "\"")))
                .toList();
        assertThat(kept.apply(second)).isEqualTo(kept.apply(first));
    }

    private static Set<Long> deleted(ExportScene scene, String id) {
        return scene.deletions(id).stream().map(Deletion::id).collect(Collectors.toCollection(java.util.TreeSet::new));
    }
}
