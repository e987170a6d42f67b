package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weir.api.problems.PartialError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer to a write: what is so now, or why nothing was done. Costs no posts.
 *
 * @param data what is so now; left out when nothing was done
 * @param errors why nothing was done; left out otherwise
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WriteAnswer(Map<String, Object> data, List<PartialError> errors) {

    /** One thing that is so now, for example {@code deleted: true}. */
    public static WriteAnswer of(String member, boolean value) {
        return new WriteAnswer(Map.of(member, value), List.of());
    }

    /** Two things that are so now, in this order. */
    public static WriteAnswer of(String first, boolean firstValue, String second, boolean secondValue) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(first, firstValue);
        data.put(second, secondValue);
        return new WriteAnswer(data, List.of());
    }

    /** A post that was written. */
    public static WriteAnswer post(long id, String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", Long.toString(id));
        data.put("text", text);
        data.put("edit_history_tweet_ids", List.of(Long.toString(id)));
        return new WriteAnswer(data, List.of());
    }

    /** Nothing was done. */
    public static WriteAnswer refused(PartialError why) {
        return new WriteAnswer(Map.of(), List.of(why));
    }
}
