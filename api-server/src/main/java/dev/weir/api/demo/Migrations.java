package dev.weir.api.demo;

import java.sql.DriverManager;
import java.util.Map;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.ValidationFailedException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** Brings the demo's database to the current schema, without a word on the terminal. */
final class Migrations {

    private Migrations() {}

    /** Applies what is missing, and returns how many change sets that were. */
    static int apply(String url) throws Exception {
        // Without this Liquibase reports each run to a server of its maker.
        System.setProperty("liquibase.analytics.enabled", "false");
        return Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> {
            try (var connection = DriverManager.getConnection(url);
                    var liquibase = new Liquibase(
                            "migrations.xml", new ClassLoaderResourceAccessor(), new JdbcConnection(connection))) {
                liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                try {
                    liquibase.validate();
                } catch (ValidationFailedException e) {
                    throw new DemoFailure(
                            "the data in var/ was made by an edition of Weir whose schema this one does not continue. Start over with ./weir demo --fresh",
                            e);
                }
                int fresh = liquibase.listUnrunChangeSets(null, null).size();
                liquibase.update();
                return fresh;
            }
        });
    }
}
