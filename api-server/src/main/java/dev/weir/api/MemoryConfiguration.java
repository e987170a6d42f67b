package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.microblog.CachedMicroblog;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How much of the microblog a gateway keeps in memory.
 *
 * @param entries posts at most, users at most, and so on; rows of pages at most. 0 to 10,000,000; 0 reads everything anew, and
 *     an outage of the database is bridged by nothing
 */
public record MemoryConfiguration(
        @JsonProperty("entries") @Min(0) @Max(10_000_000) long entries) {

    /** What has been measured. */
    public static MemoryConfiguration standard() {
        return new MemoryConfiguration(CachedMicroblog.Terms.STANDARD.entries());
    }
}
