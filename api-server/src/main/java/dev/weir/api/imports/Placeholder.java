package dev.weir.api.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The profile of a user of whom nothing but the id is known. */
final class Placeholder {

    private static final int LONGEST = 15;

    private Placeholder() {}

    /** A username that says nothing and that nobody else gets: {@code u_} and the id to the base of 36. */
    static String username(long id) {
        return "u_" + Long.toString(id, 36);
    }

    /** A user as the data API shows them, with this name for the time being. */
    static ObjectNode user(long id, String name) {
        var user = JsonNodeFactory.instance.objectNode();
        user.put("id", Long.toString(id));
        user.put("username", username(id));
        user.put("name", name);
        return user;
    }

    /**
     * A username made from a name elsewhere, which may be longer and have other characters; the placeholder where nothing
     * is left of it.
     */
    static String adapted(String name, long id) {
        var kept = name.replaceAll("[.-]", "_").replaceAll("[^A-Za-z0-9_]", "");
        var cut = kept.length() <= LONGEST ? kept : kept.substring(0, LONGEST);
        // Names of the form of placeholders are theirs alone.
        return cut.isEmpty() || cut.toLowerCase(Locale.ROOT).startsWith("u_") ? username(id) : cut;
    }
}
