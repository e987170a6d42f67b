package dev.weir.api.exports;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.api.microblog.Condition;

/**
 * The condition of an export as it is stored with the order: JSON, an object of one member for each part of the condition,
 * {@code {"refers": {"reference": "QUOTED", "postId": 77}}}. Orders outlive versions of the server, so these names stay.
 */
final class ConditionText {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addMixIn(Condition.class, Named.class).build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Condition.All.class, name = "all"),
        @JsonSubTypes.Type(value = Condition.Any.class, name = "any"),
        @JsonSubTypes.Type(value = Condition.Not.class, name = "not"),
        @JsonSubTypes.Type(value = Condition.Terms.class, name = "terms"),
        @JsonSubTypes.Type(value = Condition.Refers.class, name = "refers"),
        @JsonSubTypes.Type(value = Condition.RepostsOf.class, name = "reposts_of"),
        @JsonSubTypes.Type(value = Condition.ByVerified.class, name = "by_verified"),
        @JsonSubTypes.Type(value = Condition.AtLeast.class, name = "at_least")
    })
    private interface Named {}

    private ConditionText() {}

    static String of(Condition condition) {
        try {
            return JSON.writerFor(Condition.class).writeValueAsString(condition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no text for the condition " + condition, e);
        }
    }

    /** @throws IllegalStateException it is none, or one of a later version */
    static Condition read(String text) {
        try {
            return JSON.readValue(text, Condition.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("this is no condition of an export: " + text, e);
        }
    }
}
