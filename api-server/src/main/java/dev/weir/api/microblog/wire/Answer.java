package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import dev.weir.api.endpoints.Served;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.problems.PartialError;
import java.io.IOException;
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

    private Answer(
            List<CountedPost> posts,
            List<CountedUser> users,
            boolean single,
            Selection selection,
            Includes includes,
            List<PartialError> errors,
            Optional<Page> page) {
        this.posts = posts;
        this.users = users;
        this.single = single;
        this.selection = selection;
        this.includes = includes;
        this.errors = new ArrayList<>(errors);
        this.errors.addAll(includes.errors());
        this.page = page;
    }

    /**
     * Posts that were asked for by id.
     *
     * @param single whether {@code data} is one object instead of a list
     */
    public static Answer posts(
            List<CountedPost> data, boolean single, Selection selection, Includes includes, List<PartialError> errors) {
        return new Answer(data, List.of(), single, selection, includes, errors, Optional.empty());
    }

    /** A page of a list of posts. */
    public static Answer page(List<CountedPost> data, Selection selection, Includes includes, Page page) {
        return new Answer(data, List.of(), false, selection, includes, List.of(), Optional.of(page));
    }

    /** An empty page of a list that cannot be shown. */
    public static Answer refusedPage(Selection selection, PartialError why) {
        return new Answer(
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
        return new Answer(List.of(), data, single, selection, includes, errors, Optional.empty());
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
        if (page.isPresent()) {
            page.get().write(json, posts);
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
        if (includes.posts().isEmpty() && includes.users().isEmpty()) {
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
