package dev.weir.api.microblog.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.api.problems.InvalidParameter;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The JSON object that a request carries, read and judged member by member; {@link #check} then refuses the request with
 * all that was wrong at once. A member that the endpoint does not take is refused by its name, because a misspelt one
 * would silently do nothing. Not thread-safe.
 */
public final class JsonBody {

    /** The largest body, in bytes. */
    public static final int LARGEST = 64 << 10;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private static final Pattern ID = Pattern.compile("[0-9]{1,19}");

    private final JsonNode object;
    private final String path;
    private final List<InvalidParameter> faults;

    private JsonBody(JsonNode object, String path, List<InvalidParameter> faults) {
        this.object = object;
        this.path = path;
        this.faults = faults;
    }

    /**
     * Reads a body.
     *
     * @param known the members that the endpoint takes
     * @param unsupported members that the other platform's API takes and this server does not; one that is
     *     {@code false} asks for nothing and is let through
     * @throws ProblemException 400 when it is not one JSON object
     */
    public static JsonBody read(InputStream body, Set<String> known, Set<String> unsupported) {
        JsonNode root = parse(decode(body));
        if (!root.isObject()) {
            throw refusal("The body must be a JSON object");
        }
        var read = new JsonBody(root, "", new ArrayList<>());
        read.judgeMembers(known, unsupported);
        return read;
    }

    private static String decode(InputStream body) {
        byte[] bytes;
        try {
            bytes = body.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw refusal("The body could not be read to its end");
        }
        if (bytes.length > LARGEST) {
            throw refusal("The body is larger than " + LARGEST + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal("The body is not UTF-8");
        }
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return root.isMissingNode() ? JSON.createObjectNode() : root;
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw refusal("The body is not one JSON object"
                    + (at == null ? "" : ": see line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    private static ProblemException refusal(String message) {
        return new ProblemException(Problem.invalidRequest("body", "", message));
    }

    private void judgeMembers(Set<String> known, Set<String> unsupported) {
        object.properties().forEach(member -> {
            if (unsupported.contains(member.getKey())) {
                if (asksForNothing(member.getValue())) {
                    return;
                }
                refuse(member.getKey(), "The member [" + path + member.getKey() + "] is not supported by this server");
            } else if (!known.contains(member.getKey())) {
                refuse(
                        member.getKey(),
                        "The member [" + Parameters.shortened(path + member.getKey()) + "] is not one of "
                                + Parameters.list(known));
            }
        });
    }

    /** Clients write the switches they know and did not turn on. */
    private static boolean asksForNothing(JsonNode value) {
        return value.isBoolean() && !value.asBoolean();
    }

    /** Notes a fault of a member; of several faults of one member the first is told. */
    public void refuse(String member, String message) {
        String name = Parameters.shortened(path + member);
        if (faults.stream().anyMatch(fault -> fault.parameters().containsKey(name))) {
            return;
        }
        JsonNode value = object.path(member);
        faults.add(InvalidParameter.of(name, value.isValueNode() ? value.asText() : value.toString(), message));
    }

    /** Ends the request with all faults found so far; does nothing if there are none. */
    public void check() {
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.invalidRequest(faults));
        }
    }

    /** The object in a member, judged likewise; empty where the member is missing. Its faults are this body's. */
    public Optional<JsonBody> object(String member, Set<String> known, Set<String> unsupported) {
        if (!object.has(member)) {
            return Optional.empty();
        }
        if (!object.path(member).isObject()) {
            refuse(member, "The member [" + path + member + "] must be a JSON object");
            return Optional.empty();
        }
        var inner = new JsonBody(object.path(member), path + member + ".", faults);
        inner.judgeMembers(known, unsupported);
        return Optional.of(inner);
    }

    /** Whether the request carries this member. */
    public boolean has(String member) {
        return object.has(member);
    }

    /** The objects in a member that is a list, judged likewise; a fault and none where it is something else. */
    public List<JsonBody> objects(String member, Set<String> known) {
        List<JsonBody> inner = new ArrayList<>();
        for (JsonNode item : list(member)) {
            String itemPath = path + member + "[" + inner.size() + "].";
            if (item.isObject()) {
                var body = new JsonBody(item, itemPath, faults);
                body.judgeMembers(known, Set.of());
                inner.add(body);
            } else {
                refuse(member, "The member [" + path + member + "] must be a list of JSON objects");
            }
        }
        return inner;
    }

    private JsonNode list(String member) {
        JsonNode value = object.path(member);
        if (!value.isMissingNode() && !value.isArray()) {
            refuse(member, "The member [" + path + member + "] must be a list");
            return JSON.createArrayNode();
        }
        return value;
    }

    /** A text; a fault and an empty text where it is missing or something else. */
    public String text(String member) {
        if (!object.has(member)) {
            refuse(member, "The member [" + path + member + "] is missing");
            return "";
        }
        if (!object.path(member).isTextual()) {
            refuse(member, "The member [" + path + member + "] must be a text");
            return "";
        }
        return object.path(member).asText();
    }

    /** An id, which is a text of digits; a fault where it is missing or something else. */
    public long id(String member) {
        String text = text(member);
        if (text.isEmpty() && !object.path(member).isTextual()) {
            return 0;
        }
        if (!ID.matcher(text).matches()) {
            refuse(
                    member,
                    "The `" + path + member + "` value [" + Parameters.shortened(text)
                            + "] does not match ^[0-9]{1,19}$");
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            refuse(
                    member,
                    "The `" + path + member + "` value [" + text + "] is beyond the largest id, " + Long.MAX_VALUE);
            return 0;
        }
    }

    /** An id; empty where it is missing. */
    public OptionalLong optionalId(String member) {
        return object.has(member) ? OptionalLong.of(id(member)) : OptionalLong.empty();
    }

    /** A text; empty where it is missing. */
    public Optional<String> optionalText(String member) {
        return object.has(member) ? Optional.of(text(member)) : Optional.empty();
    }

    /** A list of texts, each once, in order; none where it is missing. */
    public List<String> texts(String member) {
        JsonNode list = object.path(member);
        List<String> texts = new ArrayList<>();
        if (!list.isMissingNode() && !list.isArray()) {
            refuse(member, "The member [" + path + member + "] must be a list of texts");
        }
        for (JsonNode each : list) {
            if (!each.isTextual()) {
                refuse(member, "The member [" + path + member + "] must hold nothing but texts");
            } else if (!texts.contains(each.asText())) {
                texts.add(each.asText());
            }
        }
        return texts;
    }

    /** Yes or no; no where it is missing. */
    public boolean flag(String member) {
        JsonNode value = object.path(member);
        if (!value.isMissingNode() && !value.isBoolean()) {
            refuse(member, "The member [" + path + member + "] must be true or false");
        }
        return value.asBoolean(false);
    }
}
