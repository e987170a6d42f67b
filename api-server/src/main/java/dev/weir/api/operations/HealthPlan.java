package dev.weir.api.operations;

import io.dropwizard.health.DefaultHealthFactory;
import io.dropwizard.health.HealthCheckConfiguration;
import io.dropwizard.health.HealthCheckType;
import io.dropwizard.health.Schedule;
import io.dropwizard.util.Duration;
import java.util.List;

/**
 * Which checks there are, and what each means for a load balancer. Only what no request can do without makes a gateway
 * not ready: taking every gateway out because the limit store or the database is away would turn a degradation into an
 * outage.
 */
public final class HealthPlan {

    /** The limit store answers this node. */
    public static final String LIMIT_STORE = "limit-store";
    /** PostgreSQL answers this node. */
    public static final String DATABASE = "database";
    /** A catalogue is active. */
    public static final String CATALOGUE = "catalogue";

    private HealthPlan() {}

    /** What is in force unless the configuration has a {@code health} section. */
    public static DefaultHealthFactory standard() {
        DefaultHealthFactory health = new DefaultHealthFactory();
        health.setHealthCheckUrlPaths(List.of("/health-check"));
        health.setHealthResponseProviderFactory(new HealthAnswers());
        health.setInitialOverallState(true);
        health.setDelayedShutdownHandlerEnabled(true);
        health.setShutdownWaitPeriod(Duration.seconds(1));
        health.setHealthCheckConfigurations(
                List.of(check(LIMIT_STORE, false), check(DATABASE, false), check(CATALOGUE, true)));
        return health;
    }

    private static HealthCheckConfiguration check(String name, boolean critical) {
        Schedule schedule = new Schedule();
        schedule.setInitialDelay(Duration.milliseconds(100));
        schedule.setCheckInterval(Duration.seconds(2));
        schedule.setDowntimeInterval(Duration.seconds(2));
        schedule.setFailureAttempts(1);
        schedule.setSuccessAttempts(1);
        HealthCheckConfiguration check = new HealthCheckConfiguration();
        check.setName(name);
        check.setType(HealthCheckType.READY);
        check.setCritical(critical);
        check.setInitialState(true);
        check.setSchedule(schedule);
        return check;
    }
}
