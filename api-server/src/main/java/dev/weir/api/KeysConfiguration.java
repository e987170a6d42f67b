package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What keys are checked with.
 *
 * @param pepper secret that keys are hashed with, 32 characters at least, the same on every gateway. Whoever changes it
 *     makes every key invalid.
 */
public record KeysConfiguration(
        @JsonProperty("pepper") @NotBlank @Size(min = 32, message = "must be at least 32 characters long")
        String pepper) {

    @Override
    public String toString() {
        return "KeysConfiguration[pepper=(secret)]";
    }
}
