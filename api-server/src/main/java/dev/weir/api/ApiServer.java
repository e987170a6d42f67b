package dev.weir.api;

import com.codahale.metrics.health.HealthCheck;
import dev.weir.api.operations.HealthPlan;
import dev.weir.api.operations.Operations;
import dev.weir.api.problems.Problems;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.PooledDataSourceFactory;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.migrations.MigrationsBundle;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jdbi.v3.core.Jdbi;

/** The server: puts the features together, in the order in which a request meets them. */
public final class ApiServer extends Application<ApiServerConfiguration> {

    @Override
    public String getName() {
        return "weir";
    }

    @Override
    public void initialize(Bootstrap<ApiServerConfiguration> bootstrap) {
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
        bootstrap.addBundle(new MigrationsBundle<>() {
            @Override
            public PooledDataSourceFactory getDataSourceFactory(ApiServerConfiguration configuration) {
                return configuration.database();
            }
        });
    }

    @Override
    public void run(ApiServerConfiguration configuration, Environment environment) {
        PrometheusRegistry registry = new PrometheusRegistry();
        Operations.install(environment, registry, System::nanoTime);
        Problems.install(environment);
        useVirtualThreads(configuration);
        Jdbi jdbi = new JdbiFactory().build(environment, configuration.database(), "postgresql");
        Operations.check(environment, HealthPlan.DATABASE, () -> {
            jdbi.useHandle(handle -> handle.execute("select 1"));
            return HealthCheck.Result.healthy();
        });
    }

    /** Takes effect because Dropwizard builds its HTTP server after {@link #run}. */
    private static void useVirtualThreads(ApiServerConfiguration configuration) {
        if (configuration.getServerFactory() instanceof AbstractServerFactory server) {
            server.setEnableVirtualThreads(
                    configuration.virtualThreads().on(Runtime.version().feature()));
        }
    }
}
