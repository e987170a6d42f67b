package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.weir.api.endpoints.Served;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Poll;
import dev.weir.api.problems.PartialError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An answer of the data API: {@code data}, {@code includes}, {@code errors} and {@code meta}, each left out when there is
 * nothing to say. Writes itself field by field; nothing is copied or looked up by reflection.
 */
public final class Answer implements JsonSerializable, Served {

    private final List<CountedPost> posts;
    private final List<CountedUser> users;
    private final boolean single;
    private final Selection selection;
    private final Includes includes;
    private final List<PartialError> errors;
    private final Optional<Page> page;
    private final Optional<Duration> age;

    private Answer(
            List<CountedPost> posts,
            List<CountedUser> users,
            boolean single,
            Selection selection,
            Includes includes,
            List<PartialError> errors,
            Optional<Page> page,
            Optional<Duration> age) {
        this.posts = posts;
        this.users = users;
        this.single = single;
        this.selection = selection;
        this.includes = includes;
        this.errors = List.copyOf(errors);
        this.page = page;
        this.age = age;
    }

    private static Answer of(
            List<CountedPost> posts,
            List<CountedUser> users,
            boolean single,
            Selection selection,
            Includes includes,
            List<PartialError> errors,
            Optional<Page> page) {
        List<PartialError> all = new ArrayList<>(errors);
        all.addAll(includes.errors());
        return new Answer(posts, users, single, selection, includes, all, page, Optional.empty());
    }

    /**
     * Posts that were asked for by id.
     *
     * @param single whether {@code data} is one object instead of a list
     */
    public static Answer posts(
            List<CountedPost> data, boolean single, Selection selection, Includes includes, List<PartialError> errors) {
        return of(data, List.of(), single, selection, includes, errors, Optional.empty());
    }

    /** A page of a list of posts. */
    public static Answer page(List<CountedPost> data, Selection selection, Includes includes, Page page) {
        return of(data, List.of(), false, selection, includes, List.of(), Optional.of(page));
    }

    /** A page of a list of users. */
    public static Answer userPage(List<CountedUser> data, Selection selection, Includes includes, Page page) {
        return of(List.of(), data, false, selection, includes, List.of(), Optional.of(page));
    }

    /** An empty page of a list that cannot be shown. */
    public static Answer refusedPage(Selection selection, PartialError why) {
        return of(
                List.of(),
                List.of(),
                false,
                selection,
                Includes.none(),
                List.of(why),
                Optional.of(new Page(Optional.empty(), Optional.empty())));
    }

    /** Users that were asked for by id or name. */
    public static Answer users(
            List<CountedUser> data, boolean single, Selection selection, Includes includes, List<PartialError> errors) {
        return of(List.of(), data, single, selection, includes, errors, Optional.empty());
    }

    /** This answer, marked as one of this age that could not be made anew. */
    Answer asOf(Duration age) {
        return new Answer(posts, users, single, selection, includes, errors, page, Optional.of(age));
    }

    @Override
    public long posts() {
        return posts.size();
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        // Emoji as the four bytes they are, not as twelve of escapes.
        json.enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);
        json.writeStartObject(this);
        writeData(json);
        writeIncludes(json);
        if (!errors.isEmpty()) {
            provider.defaultSerializeField("errors", errors, json);
        }
        writeMeta(json);
        json.writeEndObject();
    }

    private void writeMeta(JsonGenerator json) throws IOException {
        if (page.isEmpty() && age.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("meta");
        if (page.isPresent()) {
            page.get().write(json, posts, posts.size() + users.size());
        }
        if (age.isPresent()) {
            json.writeNumberField("stale_seconds", age.get().toSeconds());
        }
        json.writeEndObject();
    }

    private void writeData(JsonGenerator json) throws IOException {
        if (posts.isEmpty() && users.isEmpty()) {
            return;
        }
        json.writeFieldName("data");
        if (!single) {
            json.writeStartArray();
        }
        writeEach(json, posts, users);
        if (!single) {
            json.writeEndArray();
        }
    }

    private void writeIncludes(JsonGenerator json) throws IOException {
        if (includes.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("includes");
        if (!includes.users().isEmpty()) {
            json.writeArrayFieldStart("users");
            writeEach(json, List.of(), includes.users());
            json.writeEndArray();
        }
        if (!includes.posts().isEmpty()) {
            json.writeArrayFieldStart("tweets");
            writeEach(json, includes.posts(), List.of());
            json.writeEndArray();
        }
        if (!includes.media().isEmpty()) {
            json.writeArrayFieldStart("media");
            for (Media media : includes.media()) {
                AttachmentJson.write(json, media, selection);
            }
            json.writeEndArray();
        }
        if (!includes.polls().isEmpty()) {
            json.writeArrayFieldStart("polls");
            for (Poll poll : includes.polls()) {
                AttachmentJson.write(json, poll, selection);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeEach(JsonGenerator json, Collection<CountedPost> posts, Collection<CountedUser> users)
            throws IOException {
        for (CountedPost post : posts) {
            PostJson.write(json, post, selection);
        }
        for (CountedUser user : users) {
            UserJson.write(json, user, selection);
        }
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(json, provider);
    }
}
