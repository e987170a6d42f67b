package dev.weir.api.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.endpoints.Served;
import dev.weir.api.microblog.wire.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of counts.
 *
 * @param data left out when the stretch of time is empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record CountsAnswer(List<Bucket> data, Meta meta) implements Served {

    /**
     * @param start inclusive
     * @param end exclusive
     */
    record Bucket(
            String end,
            String start,
            @JsonProperty("tweet_count") long posts) {
        static Bucket of(Instant start, Instant end, long posts) {
            return new Bucket(Times.format(end), Times.format(start), posts);
        }
    }

    /**
     * @param total of this page
     * @param next the token of the page before in time; null on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Meta(
            @JsonProperty("total_tweet_count") long total,
            @JsonProperty("next_token") @Nullable String next) {}

    static CountsAnswer of(List<Bucket> buckets, Optional<String> next) {
        return new CountsAnswer(
                List.copyOf(buckets),
                new Meta(buckets.stream().mapToLong(Bucket::posts).sum(), next.orElse(null)));
    }

    @Override
    public long posts() {
        return 0;
    }
}
