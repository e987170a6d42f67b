package dev.weir.api.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.feed.Feed;
import dev.weir.api.keys.KeyDirectory;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.plans.Policies;
import dev.weir.limits.Period;
import dev.weir.limits.RateLimiter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * What streams are made of.
 *
 * @param feed tells of posts committed on this gateway
 * @param microblog read for each post once, so a cache in front of it gains nothing
 * @param period the billing period that is running now
 * @param usage takes every delivered post that counts
 * @param nanoTime a clock that never jumps
 */
public record StreamParts(
        Jdbi jdbi,
        Feed feed,
        Microblog microblog,
        KeyDirectory keys,
        Policies policies,
        RateLimiter limiter,
        Supplier<Period> period,
        PostToll.Usage usage,
        PageTokens tokens,
        ObjectMapper mapper,
        PrometheusRegistry registry,
        Clock clock,
        LongSupplier nanoTime) {}
