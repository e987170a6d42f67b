package dev.weir.api.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What scripts read in {@code var/demo.json}.
 *
 * @param keys by role
 * @param userIds of microblog users, by name
 * @param searchWord a word with at least twelve matches in the last seven days
 */
record DemoDescription(
        @JsonProperty("base_url") String baseUrl,
        @JsonProperty("admin_url") String adminUrl,
        Map<String, String> keys,
        @JsonProperty("user_ids") Map<String, String> userIds,
        @JsonProperty("search_word") String searchWord) {

    private static final ObjectMapper JSON = new ObjectMapper();

    DemoDescription {
        // Sorted, so that the file reads the same each time.
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        userIds = Collections.unmodifiableSortedMap(new TreeMap<>(userIds));
    }

    static DemoDescription of(Secrets secrets, long alice, String searchWord) {
        // Ids are strings, as everywhere: JavaScript's numbers end at 53 bits.
        return new DemoDescription("", "", secrets.keys(), Map.of("alice", Long.toString(alice)), searchWord);
    }

    static DemoDescription read(DemoFiles files) {
        try {
            return JSON.readValue(files.demoJson().toFile(), DemoDescription.class);
        } catch (IOException e) {
            throw new DemoFailure(
                    "%s is not readable yet (%s); is the demo still starting?"
                            .formatted(files.demoJson(), e.getMessage()),
                    e);
        }
    }

    DemoDescription at(DemoGateway gateway) {
        return new DemoDescription(gateway.baseUrl(), gateway.adminUrl(), keys, userIds, searchWord);
    }

    String key(String role) {
        var key = keys.get(role);
        if (key == null) {
            throw new DemoFailure("the demo has no key \"%s\"; start over with ./weir demo --fresh".formatted(role));
        }
        return key;
    }

    void write(DemoFiles files) {
        try {
            DemoFiles.write(
                    files.demoJson(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings are always written", e);
        }
    }
}
