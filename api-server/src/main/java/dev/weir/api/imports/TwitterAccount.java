package dev.weir.api.imports;

import dev.weir.api.imports.archive.Archive;
import java.io.IOException;
import java.time.Instant;

/**
 * Whose archive it is. Address and telephone number are in it too, and are not read.
 *
 * @param since when they signed up
 */
record TwitterAccount(long id, Instant since, Entry.OfUser entry) {

    static TwitterAccount read(Archive archive, String root, EntryReader reader)
            throws IOException, BrokenSourceException {
        var account = TwitterFeed.first(archive, root + "data/account.js")
                .orElseThrow(() -> new BrokenSourceException("its data/account.js tells no account"));
        var profile = TwitterFeed.first(archive, root + "data/profile.js");
        try {
            var fields = Fields.of(account.path("account"), "account");
            var user = TwitterFeed.object();
            user.put("id", Long.toString(fields.id("accountId")));
            user.put("username", fields.text("username", Integer.MAX_VALUE));
            user.put("name", HtmlText.unescaped(fields.text("accountDisplayName", Integer.MAX_VALUE)));
            fields.time("createdAt", reader.latest()).ifPresent(time -> user.put("created_at", TwitterFeed.text(time)));
            if (profile.isPresent()) {
                var told = profile.get().path("profile");
                var description = told.path("description");
                put(
                        user,
                        "description",
                        HtmlText.unescaped(description.path("bio").asText("")));
                put(
                        user,
                        "location",
                        HtmlText.unescaped(description.path("location").asText("")));
                put(user, "url", description.path("website").asText(""));
                put(user, "profile_image_url", told.path("avatarMediaUrl").asText(""));
                put(user, "profile_banner_url", told.path("headerMediaUrl").asText(""));
            }
            var entry = reader.user(user, Entry.Naming.GIVEN);
            return new TwitterAccount(entry.user().id(), entry.user().createdAt(), entry);
        } catch (BadEntryException e) {
            throw new BrokenSourceException("its data/account.js cannot be understood: " + e.getMessage(), e);
        }
    }

    private static void put(com.fasterxml.jackson.databind.node.ObjectNode user, String name, String value) {
        if (!value.isEmpty()) {
            user.put(name, value);
        }
    }
}
