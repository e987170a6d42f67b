package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.UserCounts;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes users as the data API shows them: the fields chosen, in a fixed order, never null. */
final class UserJson {

    private UserJson() {}

    static void write(JsonGenerator json, CountedUser counted, Selection selection) throws IOException {
        User user = counted.user();
        json.writeStartObject(user);
        json.writeStringField("id", Long.toString(user.id()));
        json.writeStringField("name", user.name());
        json.writeStringField("username", user.username());
        if (selection.shows(UserField.CREATED_AT)) {
            json.writeStringField("created_at", Times.format(user.createdAt()));
        }
        writeText(json, selection, UserField.DESCRIPTION, user.description());
        writeText(json, selection, UserField.LOCATION, user.location());
        writeText(json, selection, UserField.URL, user.url());
        writeText(json, selection, UserField.PROFILE_IMAGE_URL, user.profileImageUrl());
        writeText(json, selection, UserField.PROFILE_BANNER_URL, user.profileBannerUrl());
        if (selection.shows(UserField.ENTITIES)) {
            writeEntities(json, user);
        }
        writeId(json, selection, UserField.PINNED_TWEET_ID, user.pinnedPostId());
        writeId(json, selection, UserField.MOST_RECENT_TWEET_ID, user.isPublic() ? user.newestPostId() : null);
        if (selection.shows(UserField.PROTECTED)) {
            json.writeBooleanField("protected", user.isProtected());
        }
        if (selection.shows(UserField.VERIFIED)) {
            json.writeBooleanField("verified", user.verified());
        }
        if (selection.shows(UserField.PUBLIC_METRICS)) {
            writeCounts(json, counted.counts());
        }
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, Selection selection, UserField field, @Nullable String text)
            throws IOException {
        if (selection.shows(field) && text != null) {
            json.writeStringField(field.wireName(), text);
        }
    }

    private static void writeId(JsonGenerator json, Selection selection, UserField field, @Nullable Long id)
            throws IOException {
        if (selection.shows(field) && id != null) {
            json.writeStringField(field.wireName(), id.toString());
        }
    }

    /** Of the description, and of the link, which is one whole. */
    private static void writeEntities(JsonGenerator json, User user) throws IOException {
        Optional<String> url = entities(user.url());
        Optional<String> description = entities(user.description());
        if (url.isEmpty() && description.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("entities");
        if (url.isPresent()) {
            json.writeFieldName("url");
            json.writeRawValue(url.get());
        }
        if (description.isPresent()) {
            json.writeFieldName("description");
            json.writeRawValue(description.get());
        }
        json.writeEndObject();
    }

    private static Optional<String> entities(@Nullable String text) {
        return text == null ? Optional.empty() : Entities.of(text).toJson();
    }

    private static void writeCounts(JsonGenerator json, UserCounts counts) throws IOException {
        json.writeObjectFieldStart("public_metrics");
        json.writeNumberField("followers_count", counts.followers());
        json.writeNumberField("following_count", counts.following());
        json.writeNumberField("tweet_count", counts.posts());
        json.writeNumberField("listed_count", counts.listed());
        json.writeNumberField("like_count", counts.likesGiven());
        json.writeEndObject();
    }
}
