package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Poll;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes media and polls as the data API shows them: the fields chosen, in a fixed order, never null. */
final class AttachmentJson {

    private AttachmentJson() {}

    static void write(JsonGenerator json, Media media, Selection selection) throws IOException {
        json.writeStartObject(media);
        json.writeStringField("media_key", media.mediaKey());
        json.writeStringField("type", media.type().value());
        write(json, selection, MediaField.URL, media.url());
        write(json, selection, MediaField.PREVIEW_IMAGE_URL, media.previewImageUrl());
        write(json, selection, MediaField.ALT_TEXT, media.altText());
        write(json, selection, MediaField.WIDTH, media.width());
        write(json, selection, MediaField.HEIGHT, media.height());
        write(json, selection, MediaField.DURATION_MS, media.durationMillis());
        if (selection.shows(MediaField.VARIANTS) && media.variants() != null) {
            json.writeFieldName("variants");
            json.writeRawValue(media.variants());
        }
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Poll poll, Selection selection) throws IOException {
        json.writeStartObject(poll);
        json.writeStringField("id", Long.toString(poll.id()));
        json.writeFieldName("options");
        json.writeRawValue(poll.options());
        if (selection.shows(PollField.DURATION_MINUTES) && poll.durationMinutes() != null) {
            json.writeNumberField("duration_minutes", poll.durationMinutes());
        }
        if (selection.shows(PollField.END_DATETIME) && poll.endsAt() != null) {
            json.writeStringField("end_datetime", Times.format(poll.endsAt()));
        }
        if (selection.shows(PollField.VOTING_STATUS)) {
            json.writeStringField("voting_status", poll.open() ? "open" : "closed");
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Selection selection, MediaField field, @Nullable String text)
            throws IOException {
        if (selection.shows(field) && text != null) {
            json.writeStringField(field.wireName(), text);
        }
    }

    private static void write(JsonGenerator json, Selection selection, MediaField field, @Nullable Integer number)
            throws IOException {
        if (selection.shows(field) && number != null) {
            json.writeNumberField(field.wireName(), number);
        }
    }
}
