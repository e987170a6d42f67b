package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.api.microblog.Users;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Who the users are that a post of a source mentions, where the source says so. */
final class MentionedIds {

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}|[1-8][0-9]{18}");

    private MentionedIds() {}

    /**
     * Ids by username, in the spelling of {@link Users#key}; what is no id (archives write -1 of users who are gone) is
     * passed over.
     *
     * @param mentions an array of objects; anything else mentions nobody
     * @param name the member with the username
     * @param id the member with the id
     */
    static Map<String, Long> in(JsonNode mentions, String name, String id) {
        Map<String, Long> ids = new HashMap<>();
        for (JsonNode mention : mentions) {
            // A number may have been rounded.
            var text = mention.path(id).isTextual() ? mention.path(id).textValue() : "";
            if (ID.matcher(text).matches()) {
                ids.putIfAbsent(Users.key(mention.path(name).asText("")), Long.valueOf(text));
            }
        }
        return ids;
    }
}
