package dev.weir.billing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.billing.database.BillingDatabase;
import dev.weir.billing.database.HandSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogueWatchTest {

    private static final String CHANGED = SampleCatalogue.TEXT.replace("1,000 posts", "2,000 posts");

    private final BillingDatabase database = BillingDatabase.create();
    private final CatalogueStore store = new CatalogueStore(database.jdbi());
    private final HandSchedule schedule = new HandSchedule();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        schedule.shutdownNow();
    }

    @Test
    void aNewVersionTakesOverAtTheNextPollAndIsTold() throws Exception {
        publish(SampleCatalogue.TEXT);
        var told = new ArrayList<Long>();
        try (var watch = open()) {
            watch.start();
            watch.onChange(catalogue -> told.add(catalogue.version()));
            schedule.tick();
            assertThat(watch.current().version()).isEqualTo(1);

            publish(CHANGED);
            schedule.tick();
            schedule.tick();

            assertThat(watch.current().version()).isEqualTo(2);
            assertThat(freePosts(watch)).isEqualTo(2000);
            assertThat(told).containsExactly(1L, 2L);
            assertThat(schedule.delayMillis()).isEqualTo(1000);
            assertThat(watch.state().problem()).isEmpty();
        }
    }

    @Test
    void aVersionThatDoesNotFitIsReportedAndChangesNothing() throws Exception {
        publish(SampleCatalogue.TEXT);
        try (var watch = open()) {
            watch.start();
            // Another server, with an endpoint that this one does not have.
            store.publish(widen(), Set.of("GET /2/tweets/{id}", "GET /2/users/{id}", "GET /2/tweets"), "ann");
            schedule.tick();

            assertThat(watch.current().version()).isEqualTo(1);
            assertThat(watch.state().problem())
                    .hasValueSatisfying(problem -> assertThat(problem)
                            .contains("version 2 of the catalogue does not fit this server")
                            .contains("GET /2/tweets"));

            database.goAway();
            schedule.tick();
            database.comeBack();
            schedule.tick();
            assertThat(watch.state().problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("does not fit"));

            publish(CHANGED);
            schedule.tick();
            assertThat(watch.current().version()).isEqualTo(3);
            assertThat(watch.state().problem()).isEmpty();
        }
    }

    @Test
    void anOutageIsReportedAndEndsByItself() throws Exception {
        publish(SampleCatalogue.TEXT);
        try (var watch = open()) {
            watch.start();
            database.goAway();
            schedule.tick();
            assertThat(watch.current().version()).isEqualTo(1);
            assertThat(watch.state().problem()).isPresent();

            database.comeBack();
            publish(CHANGED);
            schedule.tick();
            assertThat(watch.current().version()).isEqualTo(2);
            assertThat(watch.state().problem()).isEmpty();
        }
    }

    @Test
    void aNodeStartsWithTheLastGoodOneWhileTheDatabaseIsAway() throws Exception {
        publish(SampleCatalogue.TEXT);
        open().close();
        database.goAway();

        try (var watch = open()) {
            watch.start();
            assertThat(watch.current().version()).isEqualTo(1);
            assertThat(freePosts(watch)).isEqualTo(1000);
            assertThat(watch.state().fromDisk()).isTrue();

            database.comeBack();
            schedule.tick();
            assertThat(watch.state().fromDisk()).isFalse();
            assertThat(watch.state().problem()).isEmpty();
        }
    }

    @Test
    void withoutAnyCatalogueItSaysWhatToDo() {
        assertThatThrownBy(this::open)
                .isInstanceOf(NoCatalogueException.class)
                .hasMessageContaining("no catalogue has been published")
                .hasMessageContaining("./weir plans publish api-server/config/plans.yml");

        database.goAway();
        assertThatThrownBy(this::open)
                .isInstanceOf(NoCatalogueException.class)
                .hasMessageContaining("the database cannot be asked");
    }

    @Test
    void aDamagedFileIsNotUsed() throws Exception {
        publish(SampleCatalogue.TEXT);
        open().close();
        database.goAway();
        var file = file();
        var good = Files.readString(file);

        for (var damaged :
                List.of("", "x", good.replace("1,000", "9,000"), good.substring(0, good.length() - 10), "\n" + good)) {
            Files.writeString(file, damaged);
            assertThatThrownBy(this::open)
                    .isInstanceOf(NoCatalogueException.class)
                    .hasMessageContaining("cannot be used");
        }
        Files.writeString(file, good);
        open().close();
    }

    @Test
    void aDiskThatCannotBeWrittenStopsNobody() throws Exception {
        publish(SampleCatalogue.TEXT);
        Files.createDirectories(file().resolve("in-the-way"));

        try (var watch = open()) {
            assertThat(watch.current().version()).isEqualTo(1);
        }
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheOthersFromHearing() throws Exception {
        publish(SampleCatalogue.TEXT);
        var told = new ArrayList<Long>();
        try (var watch = open()) {
            watch.start();
            watch.onChange(catalogue -> {
                if (catalogue.version() > 1) {
                    throw new IllegalStateException("broken on purpose");
                }
            });
            watch.onChange(catalogue -> told.add(catalogue.version()));
            publish(CHANGED);
            schedule.tick();
        }
        assertThat(told).containsExactly(1L, 2L);
    }

    private static long freePosts(CatalogueWatch watch) {
        return watch.current().plan("free").orElseThrow().postsPerMonth().orElseThrow();
    }

    private static String widen() {
        return SampleCatalogue.TEXT
                .replace("  GET /2/users/{id}: 1 request", "  GET /2/users/{id}: 1 request\n  GET /2/tweets: 1 request")
                .replace("      GET /2/users/{id}:", "      GET /2/tweets: unlimited\n      GET /2/users/{id}:");
    }

    private Path file() {
        return directory.resolve("state").resolve("plans.yml");
    }

    private CatalogueWatch open() throws NoCatalogueException {
        return CatalogueWatch.open(store, file(), SampleCatalogue.ENDPOINTS, schedule);
    }

    private void publish(String text) throws Exception {
        store.publish(text, SampleCatalogue.ENDPOINTS, "ann");
    }
}
