package dev.weir.api;

import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.weir.api.compliance.ComplianceFilesResource;
import dev.weir.api.compliance.ComplianceResource;
import dev.weir.api.compliance.ComplianceWork;
import dev.weir.api.compliance.SignedAddresses;
import dev.weir.api.database.DatabaseFaultMapper;
import dev.weir.api.database.MicroblogFaultMapper;
import dev.weir.api.docs.DocsResource;
import dev.weir.api.docs.OpenApiResource;
import dev.weir.api.endpoints.DirectRead;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.exports.ExportWork;
import dev.weir.api.exports.ExportsResource;
import dev.weir.api.exports.LimiterQuota;
import dev.weir.api.feed.Feed;
import dev.weir.api.gateway.GatewayFeature;
import dev.weir.api.gateway.RequestInjection;
import dev.weir.api.keys.CachedKeys;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.keys.KeyWatch;
import dev.weir.api.keys.Pepper;
import dev.weir.api.keys.SqlKeys;
import dev.weir.api.microblog.CachedMicroblog;
import dev.weir.api.microblog.CountedTerms;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.operations.HealthPlan;
import dev.weir.api.operations.LimiterMetrics;
import dev.weir.api.operations.Operations;
import dev.weir.api.operations.RequestMetrics;
import dev.weir.api.plans.ActivePolicies;
import dev.weir.api.problems.Problems;
import dev.weir.api.streams.StreamFeature;
import dev.weir.api.streams.StreamParts;
import dev.weir.api.usage.QuotaLedger;
import dev.weir.api.usage.UsageResource;
import dev.weir.billing.catalogue.CatalogueStore;
import dev.weir.billing.catalogue.CatalogueWatch;
import dev.weir.billing.catalogue.NoCatalogueException;
import dev.weir.billing.catalogue.Plan;
import dev.weir.billing.subscriptions.Subscriptions;
import dev.weir.billing.usage.BillingPeriod;
import dev.weir.billing.usage.Meter;
import dev.weir.billing.usage.UsageFlush;
import dev.weir.billing.usage.UsageLedger;
import dev.weir.billing.usage.UsageMeter;
import dev.weir.limits.StoreHealth;
import dev.weir.limits.node.LimiterNode;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.db.PooledDataSourceFactory;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.dropwizard.migrations.MigrationsBundle;
import io.dropwizard.util.Duration;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/** The server: puts the features together, in the order in which a request meets them. */
public final class ApiServer extends Application<ApiServerConfiguration> {

    private final Clock clock;

    /** A server by the system's clock. */
    public ApiServer() {
        this(Clock.systemUTC());
    }

    /** @param clock what time it is, for everything but the network */
    public ApiServer(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String getName() {
        return "weir";
    }

    @Override
    public void initialize(Bootstrap<ApiServerConfiguration> bootstrap) {
        // Liquibase would tell its maker of every run.
        System.setProperty("liquibase.analytics.enabled", "false");
        bootstrap.setConfigurationSourceProvider(new SubstitutingSourceProvider(
                bootstrap.getConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(false)));
        // Emoji as themselves, not as two escapes each: shorter, and readable in a terminal.
        bootstrap
                .getObjectMapper()
                .getFactory()
                .configure(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature(), true);
        bootstrap.addBundle(new MigrationsBundle<>() {
            @Override
            public PooledDataSourceFactory getDataSourceFactory(ApiServerConfiguration configuration) {
                return configuration.database();
            }
        });
    }

    @Override
    public void run(ApiServerConfiguration configuration, Environment environment) throws NoCatalogueException {
        PrometheusRegistry registry = new PrometheusRegistry();
        RequestMetrics requests = Operations.install(environment, registry, System::nanoTime);
        Problems.install(environment);
        RequestInjection.install(environment);
        environment.jersey().register(new DatabaseFaultMapper());
        environment.jersey().register(new MicroblogFaultMapper());
        environment.jersey().register(new DocsResource());
        environment.jersey().register(new OpenApiResource());
        setUpThreads(configuration);

        Jdbi jdbi = database(configuration, environment);
        Jdbi reads = reads(configuration, environment);
        ScheduledExecutorService background = environment
                .lifecycle()
                .scheduledExecutorService("weir-background-%d")
                .threads(4)
                .shutdownTime(Duration.seconds(5))
                .build();
        KeyDirectory keys = keys(configuration, environment, jdbi, background);
        CatalogueWatch catalogue = catalogue(configuration, environment, jdbi, background);
        ActivePolicies policies = new ActivePolicies();
        catalogue.onChange(policies::activate);
        UsageMeter meter = new UsageMeter(UUID.randomUUID(), clock);
        UsageLedger ledger = usage(environment, jdbi, meter, background);
        LimiterNode limiter = limiter(configuration, environment, registry, ledger);

        GatewayFeature gateway = new GatewayFeature(
                keys,
                policies,
                limiter,
                () -> QuotaLedger.periodAt(clock.instant()),
                (caller, posts) -> {
                    meter.record(caller.accountId(), caller.appId(), Meter.REQUESTS, 1);
                    meter.record(caller.accountId(), caller.appId(), Meter.POSTS_READ, posts);
                },
                registry,
                System::nanoTime,
                new Random());
        environment.jersey().register(gateway);
        environment
                .jersey()
                .register(new UsageResource(
                        ledger,
                        plan -> catalogue
                                .current()
                                .plan(plan)
                                .map(Plan::postsPerMonth)
                                .orElse(OptionalLong.empty()),
                        clock));
        SqlMicroblog stored = stored(environment, jdbi, reads, background);
        Feed feed = new Feed();
        DirectRead post = MicroblogFeature.install(
                environment,
                background,
                new MicroblogParts(
                        jdbi,
                        reads,
                        stored,
                        CachedMicroblog.Terms.STANDARD.withEntries(
                                configuration.memory().entries()),
                        feed,
                        tokens(configuration),
                        configuration.timelines().mostFollowers(),
                        clock));
        gateway.installDirect(environment, List.of(post), requests);
        StreamFeature.install(
                environment,
                new StreamParts(
                        jdbi,
                        feed,
                        stored,
                        keys,
                        policies,
                        limiter,
                        () -> QuotaLedger.periodAt(clock.instant()),
                        caller -> meter.record(caller.accountId(), caller.appId(), Meter.POSTS_READ, 1),
                        tokens(configuration),
                        environment.getObjectMapper(),
                        registry,
                        clock,
                        System::nanoTime));
        jobs(
                configuration,
                environment,
                jdbi,
                stored,
                new LimiterQuota(
                        limiter,
                        policies,
                        () -> QuotaLedger.periodAt(clock.instant()),
                        (account, app, posts) -> meter.record(account, app, Meter.POSTS_READ, posts)));
    }

    private static SqlMicroblog stored(
            Environment environment, Jdbi jdbi, Jdbi reads, ScheduledExecutorService background) {
        CountedTerms terms = new CountedTerms(jdbi);
        terms.start(background);
        environment.lifecycle().manage(new AutoCloseableManager(terms));
        return new SqlMicroblog(reads, jdbi, terms);
    }

    /** Exports and compliance jobs: work that outlives its request. */
    private void jobs(
            ApiServerConfiguration configuration,
            Environment environment,
            Jdbi jdbi,
            SqlMicroblog microblog,
            LimiterQuota quota) {
        ScheduledExecutorService workers = environment
                .lifecycle()
                .scheduledExecutorService("weir-jobs-%d")
                .threads(2)
                .shutdownTime(Duration.seconds(5))
                .build();
        ExportWork exports = new ExportWork(jdbi, microblog, quota, clock, workers);
        exports.start();
        environment.lifecycle().manage(new AutoCloseableManager(exports));
        environment
                .jersey()
                .register(new ExportsResource(jdbi, microblog, tokens(configuration), clock, new SecureRandom()));
        ComplianceWork compliance = new ComplianceWork(jdbi, clock, workers);
        compliance.start();
        environment.lifecycle().manage(new AutoCloseableManager(compliance));
        SignedAddresses addresses = new SignedAddresses(tokens(configuration));
        environment.jersey().register(new ComplianceResource(jdbi, addresses, clock));
        environment.jersey().register(new ComplianceFilesResource(jdbi, addresses, clock));
    }

    private static PageTokens tokens(ApiServerConfiguration configuration) {
        return new PageTokens(configuration.keys().pepper().getBytes(StandardCharsets.UTF_8));
    }

    private static Jdbi database(ApiServerConfiguration configuration, Environment environment) {
        Jdbi jdbi = plain(new JdbiFactory().build(environment, configuration.database(), "postgresql"));
        Operations.check(environment, HealthPlan.DATABASE, () -> {
            jdbi.useHandle(handle -> handle.execute("select 1"));
            return HealthCheck.Result.healthy();
        });
        return jdbi;
    }

    private static Jdbi reads(ApiServerConfiguration configuration, Environment environment) {
        String name = "postgresql-reads";
        DatabaseConfiguration database = configuration.database();
        ManagedDataSource pool = database.buildReads(environment.metrics(), name);
        return plain(new JdbiFactory().build(environment, database, pool, name));
    }

    // No statement here has attributes to be put in. Dropwizard's engine, which also puts a name in front, reads each
    // statement anew each time that it is sent, and that took a third of the processor time of a search.
    private static Jdbi plain(Jdbi jdbi) {
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        return jdbi;
    }

    private KeyDirectory keys(
            ApiServerConfiguration configuration,
            Environment environment,
            Jdbi jdbi,
            ScheduledExecutorService background) {
        Pepper pepper = new Pepper(configuration.keys().pepper());
        SqlKeys stored = new SqlKeys(jdbi, new Subscriptions(jdbi), pepper, clock);
        CachedKeys cached = new CachedKeys(stored, pepper, clock, System::nanoTime);
        KeyWatch watch = new KeyWatch(
                stored, cached, pepper, configuration.stateDirectory().resolve("keys.snapshot"), background);
        watch.start();
        environment.lifecycle().manage(new AutoCloseableManager(watch));
        return cached;
    }

    private static CatalogueWatch catalogue(
            ApiServerConfiguration configuration,
            Environment environment,
            Jdbi jdbi,
            ScheduledExecutorService background)
            throws NoCatalogueException {
        CatalogueWatch watch = CatalogueWatch.open(
                new CatalogueStore(jdbi),
                configuration.stateDirectory().resolve("catalogue.yml"),
                Endpoint.ids(),
                background);
        watch.start();
        environment.lifecycle().manage(new AutoCloseableManager(watch));
        Operations.check(
                environment,
                HealthPlan.CATALOGUE,
                () -> HealthCheck.Result.healthy(
                        "version %d%s",
                        watch.state().version(),
                        watch.state().problem().map(problem -> ": " + problem).orElse("")));
        return watch;
    }

    private UsageLedger usage(
            Environment environment, Jdbi jdbi, UsageMeter meter, ScheduledExecutorService background) {
        UsageFlush flush = new UsageFlush(meter, jdbi, background);
        flush.start();
        environment.lifecycle().manage(new AutoCloseableManager(flush));
        ExecutorService lookups = environment
                .lifecycle()
                .executorService("weir-ledger-%d")
                .minThreads(2)
                .maxThreads(2)
                .workQueue(new ArrayBlockingQueue<>(1_000))
                .build();
        UsageLedger ledger = new UsageLedger(jdbi, meter, lookups);
        // The first look-up opens a connection and loads classes: too long for the first decision about a quota.
        BillingPeriod now = BillingPeriod.at(clock.instant());
        for (int i = 0; i < 10; i++) {
            var unused = ledger.spentLater(0, Meter.POSTS_READ, now.starts(), now.ends());
        }
        return ledger;
    }

    private LimiterNode limiter(
            ApiServerConfiguration configuration,
            Environment environment,
            PrometheusRegistry registry,
            UsageLedger ledger) {
        LimiterMetrics metrics = new LimiterMetrics(registry);
        LimiterNode limiter =
                LimiterNode.start(configuration.limits().settings(), new QuotaLedger(ledger), metrics, clock);
        metrics.publish(registry, limiter::stats, () -> limiter.health().members());
        environment.lifecycle().manage(new AutoCloseableManager(limiter));
        Operations.check(environment, HealthPlan.LIMIT_STORE, () -> {
            StoreHealth health = limiter.health();
            return health.answering()
                    ? HealthCheck.Result.healthy(health.detail())
                    : HealthCheck.Result.unhealthy(health.detail());
        });
        return limiter;
    }

    /** Takes effect because Dropwizard builds its HTTP server after {@link #run}. */
    private static void setUpThreads(ApiServerConfiguration configuration) {
        if (configuration.getServerFactory() instanceof AbstractServerFactory server) {
            // Twice for each request the operating system would be told a new name. Log lines have the request's id.
            server.setEnableThreadNameFilter(false);
            server.setEnableVirtualThreads(
                    configuration.virtualThreads().on(Runtime.version().feature()));
        }
    }
}
