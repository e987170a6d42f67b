package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes posts as the data API shows them: the fields chosen, in a fixed order, never null. */
final class PostJson {

    private PostJson() {}

    static void write(JsonGenerator json, CountedPost counted, Selection selection) throws IOException {
        Post post = counted.post();
        String id = Long.toString(post.id());
        json.writeStartObject(post);
        json.writeStringField("id", id);
        json.writeStringField("text", post.text());
        json.writeArrayFieldStart("edit_history_tweet_ids");
        json.writeString(id);
        json.writeEndArray();
        if (selection.shows(PostField.AUTHOR_ID)) {
            json.writeStringField("author_id", Long.toString(post.authorId()));
        }
        if (selection.shows(PostField.CREATED_AT)) {
            json.writeStringField("created_at", Times.format(post.createdAt()));
        }
        if (selection.shows(PostField.LANG)) {
            json.writeStringField("lang", post.lang());
        }
        if (selection.shows(PostField.CONVERSATION_ID)) {
            json.writeStringField("conversation_id", Long.toString(post.conversationId()));
        }
        if (selection.shows(PostField.IN_REPLY_TO_USER_ID) && post.replyToUserId() != null) {
            json.writeStringField("in_reply_to_user_id", post.replyToUserId().toString());
        }
        if (selection.shows(PostField.REFERENCED_TWEETS)) {
            writeReferences(json, post);
        }
        if (selection.shows(PostField.ENTITIES) && post.entities() != null) {
            json.writeFieldName("entities");
            json.writeRawValue(post.entities());
        }
        if (selection.shows(PostField.ATTACHMENTS) && post.attachments() != null) {
            json.writeFieldName("attachments");
            json.writeRawValue(post.attachments());
        }
        if (selection.shows(PostField.PUBLIC_METRICS)) {
            writeCounts(json, counted.counts());
        }
        if (selection.shows(PostField.POSSIBLY_SENSITIVE)) {
            json.writeBooleanField("possibly_sensitive", post.possiblySensitive());
        }
        if (selection.shows(PostField.SOURCE) && post.source() != null) {
            json.writeStringField("source", post.source());
        }
        json.writeEndObject();
    }

    private static void writeReferences(JsonGenerator json, Post post) throws IOException {
        if (post.repostOfId() == null && post.quotedId() == null && post.replyToId() == null) {
            return;
        }
        json.writeArrayFieldStart("referenced_tweets");
        writeReference(json, "retweeted", post.repostOfId());
        writeReference(json, "quoted", post.quotedId());
        writeReference(json, "replied_to", post.replyToId());
        json.writeEndArray();
    }

    private static void writeReference(JsonGenerator json, String type, @Nullable Long id) throws IOException {
        if (id != null) {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeStringField("id", id.toString());
            json.writeEndObject();
        }
    }

    private static void writeCounts(JsonGenerator json, PostCounts counts) throws IOException {
        json.writeObjectFieldStart("public_metrics");
        json.writeNumberField("retweet_count", counts.reposts());
        json.writeNumberField("reply_count", counts.replies());
        json.writeNumberField("like_count", counts.likes());
        json.writeNumberField("quote_count", counts.quotes());
        json.writeNumberField("bookmark_count", counts.bookmarks());
        json.writeNumberField("impression_count", counts.impressions());
        json.writeEndObject();
    }
}
