package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How home timelines are kept.
 *
 * @param mostFollowers posts of an author with more followers are not copied to each of them but looked up when they read;
 *     1 to 20,000
 */
public record TimelinesConfiguration(
        @JsonProperty("mostFollowers") @Min(1) @Max(20_000) long mostFollowers) {

    /** Copies up to 5,000 times. */
    public static TimelinesConfiguration standard() {
        return new TimelinesConfiguration(5_000);
    }
}
