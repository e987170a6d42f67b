package dev.weir.billing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.billing.database.BillingDatabase;
import dev.weir.billing.subscriptions.Subscriptions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogueStoreTest {

    private final Jdbi jdbi = BillingDatabase.create().jdbi();
    private final CatalogueStore store = new CatalogueStore(jdbi);

    @Test
    void whatIsPublishedIsTheNewestVersion() throws Exception {
        assertThat(store.newest()).isEmpty();

        var first = publish(SampleCatalogue.TEXT);

        assertThat(first.created()).isTrue();
        assertThat(first.catalogue().version()).isEqualTo(1);
        assertThat(store.newest()).hasValueSatisfying(stored -> {
            assertThat(stored.version()).isEqualTo(1);
            assertThat(stored.text()).isEqualTo(SampleCatalogue.TEXT);
            assertThat(stored.sha256()).isEqualTo(first.catalogue().sha256());
            assertThat(stored.publishedBy()).isEqualTo("ann");
        });
    }

    @Test
    void publishingTheSameTwiceAddsNothingAndGoingBackIsANewVersion() throws Exception {
        publish(SampleCatalogue.TEXT);
        var again = publish(SampleCatalogue.TEXT);
        var changed = publish(SampleCatalogue.TEXT + "# changed\n");
        var back = publish(SampleCatalogue.TEXT);

        assertThat(again.created()).isFalse();
        assertThat(again.catalogue().version()).isEqualTo(1);
        assertThat(changed.catalogue().version()).isEqualTo(2);
        assertThat(back.catalogue().version()).isEqualTo(3);
        assertThat(back.catalogue().sha256()).isEqualTo(again.catalogue().sha256());
        assertThat(store.version(2).orElseThrow().text()).endsWith("# changed\n");
    }

    @Test
    void aBadCatalogueIsNotStored() {
        assertThatThrownBy(() -> publish("plans: {}")).isInstanceOf(InvalidCatalogueException.class);
        assertThat(store.newest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update billing.catalogue_versions set content = 'x'",
                "delete from billing.catalogue_versions",
                "truncate billing.catalogue_versions"
            })
    void theDatabaseRefusesToChangeAVersion(String sql) throws Exception {
        publish(SampleCatalogue.TEXT);

        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(sql)))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasMessageContaining("immutable");
        assertThat(store.newest().orElseThrow().text()).isEqualTo(SampleCatalogue.TEXT);
    }

    @Test
    void publishersAtTheSameTimeMakeNumbersWithoutGapsOrDoubles() throws Exception {
        var executor = Executors.newFixedThreadPool(8);
        try {
            var tasks = IntStream.range(0, 24)
                    .<Callable<Long>>mapToObj(i -> () -> publish(SampleCatalogue.TEXT + "# " + i + "\n")
                            .catalogue()
                            .version())
                    .toList();
            var versions = new ArrayList<Long>();
            for (var published : executor.invokeAll(tasks)) {
                versions.add(published.get());
            }
            assertThat(versions)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 24).boxed().toList());
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aPlanThatAccountsAreOnCannotBeDropped() throws Exception {
        publish(SampleCatalogue.TEXT);
        var subscriptions = new Subscriptions(jdbi);
        subscriptions.subscribe(1, "basic", "ann", "test");
        subscriptions.subscribe(2, "basic", "ann", "test");
        subscriptions.subscribe(2, "free", "ann", "test");
        var without = SampleCatalogue.TEXT
                .substring(0, SampleCatalogue.TEXT.indexOf("  basic:"))
                .replace("[free, basic]", "[free]");

        assertThatThrownBy(() -> publish(without))
                .isInstanceOf(PlanInUseException.class)
                .hasMessageContaining("basic (1)");

        subscriptions.subscribe(1, "free", "ann", "test");
        assertThat(publish(without).catalogue().version()).isEqualTo(2);
    }

    private Publication publish(String text) throws Exception {
        return store.publish(text, SampleCatalogue.ENDPOINTS, "ann");
    }
}
