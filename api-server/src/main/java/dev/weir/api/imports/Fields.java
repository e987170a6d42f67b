package dev.weir.api.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, read as what they must be. {@code null} counts as absent. */
final class Fields {

    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{0,18}");
    /** Of http or https, a host, and nothing that is invisible or that ends an address where it is written. */
    private static final Pattern ADDRESS =
            Pattern.compile("https?://[^/?#\\p{C}\\p{Z}\"<>\\\\]++[^\\p{C}\\p{Z}\"<>\\\\]*+", Pattern.CASE_INSENSITIVE);

    /** The longest address that is kept, in characters. */
    static final int LONGEST_ADDRESS = 2_048;

    private static final Instant EARLIEST = Instant.EPOCH;

    private final JsonNode object;
    private final String path;

    private Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * The members of this node.
     *
     * @param path how messages name the node
     */
    static Fields of(JsonNode node, String path) throws BadEntryException {
        if (!node.isObject()) {
            throw new BadEntryException(path + " must be an object, was " + kind(node));
        }
        return new Fields(node, path);
    }

    long id(String name) throws BadEntryException {
        return required(name, optionalId(name));
    }

    @Nullable
    Long idOrNull(String name) throws BadEntryException {
        return optionalId(name).orElse(null);
    }

    Optional<Long> optionalId(String name) throws BadEntryException {
        var value = find(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().isNumber()) {
            throw new BadEntryException(path(name) + " must be a string of digits, was the number " + value.get()
                    + "; many programs round numbers this large");
        }
        var text = string(name, value.get());
        try {
            if (DIGITS.matcher(text).matches()) {
                return Optional.of(Long.parseLong(text));
            }
        } catch (NumberFormatException e) {
            // Nineteen digits beyond the largest long: as wrong as any other text.
        }
        throw new BadEntryException("%s must be a whole number from 1 to %d, without leading zeros, was %s"
                .formatted(path(name), Long.MAX_VALUE, Printable.quoted(text)));
    }

    String text(String name, int maxCodePoints) throws BadEntryException {
        return required(name, optionalText(name, maxCodePoints));
    }

    @Nullable
    String textOrNull(String name, int maxCodePoints) throws BadEntryException {
        return optionalText(name, maxCodePoints).orElse(null);
    }

    Optional<String> optionalText(String name, int maxCodePoints) throws BadEntryException {
        var value = find(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        var text = string(name, value.get());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new BadEntryException(path(name) + " has a NUL character (\\u0000), which cannot be stored");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new BadEntryException("%s has half of a surrogate pair (\\u%04x), which is no character"
                        .formatted(path(name), (int) c));
            }
        }
        int length = text.codePointCount(0, text.length());
        if (length > maxCodePoints) {
            throw new BadEntryException(String.format(
                    Locale.ROOT, "%s must have at most %,d characters, had %,d", path(name), maxCodePoints, length));
        }
        return Optional.of(text);
    }

    /** An address that a client may be told to fetch: of http or https, with a host. Empty counts as absent. */
    Optional<String> address(String name) throws BadEntryException {
        var text = optionalText(name, LONGEST_ADDRESS).filter(address -> !address.isEmpty());
        if (text.isPresent() && !ADDRESS.matcher(text.get()).matches()) {
            throw new BadEntryException(
                    path(name) + " must be an address of http or https, was " + Printable.quoted(text.get()));
        }
        return text;
    }

    boolean flag(String name) throws BadEntryException {
        var value = find(name);
        if (value.isEmpty()) {
            return false;
        }
        if (!value.get().isBoolean()) {
            throw new BadEntryException(path(name) + " must be true or false, was " + kind(value.get()));
        }
        return value.get().booleanValue();
    }

    /** A count, 0 where it is absent. */
    long count(String name) throws BadEntryException {
        var value = find(name);
        if (value.isEmpty()) {
            return 0;
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
            throw new BadEntryException(path(name) + " must be a whole number, was " + kind(value.get()));
        }
        long count = value.get().longValue();
        if (count < 0) {
            throw new BadEntryException(path(name) + " must not be negative, was " + count);
        }
        return count;
    }

    /** A number that the database keeps in 32 bits. */
    Optional<Integer> number(String name, int least) throws BadEntryException {
        var value = find(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isIntegralNumber()
                || !value.get().canConvertToInt()
                || value.get().intValue() < least) {
            throw new BadEntryException("%s must be a whole number from %d to %d, was %s"
                    .formatted(path(name), least, Integer.MAX_VALUE, kind(value.get())));
        }
        return Optional.of(value.get().intValue());
    }

    /** A time, to the millisecond; what is finer is dropped. */
    Optional<Instant> time(String name, Instant latest) throws BadEntryException {
        var value = find(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        var text = string(name, value.get());
        Instant time;
        try {
            time = DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    .parse(text, OffsetDateTime::from)
                    .toInstant()
                    .truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new BadEntryException(
                    path(name) + " must be a time such as 2017-08-27T05:14:58Z, was " + Printable.quoted(text));
        }
        if (time.isBefore(EARLIEST) || time.isAfter(latest)) {
            throw new BadEntryException("%s must not be %s, was %s"
                    .formatted(path(name), time.isBefore(EARLIEST) ? "before 1970" : "in the future", time));
        }
        return Optional.of(time);
    }

    Optional<Fields> object(String name) throws BadEntryException {
        var value = find(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(of(value.get(), path(name)));
    }

    Optional<JsonNode> array(String name) throws BadEntryException {
        var value = find(name);
        if (value.isPresent() && !value.get().isArray()) {
            throw new BadEntryException(path(name) + " must be an array, was " + kind(value.get()));
        }
        return value;
    }

    /** The members of each object in an array; none where it is absent. */
    List<Fields> objects(String name, int most) throws BadEntryException {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode node : array(name).orElseGet(MissingNode::getInstance)) {
            if (objects.size() == most) {
                throw new BadEntryException("%s has more than %d entries".formatted(path(name), most));
            }
            objects.add(of(node, "%s[%d]".formatted(path(name), objects.size())));
        }
        return objects;
    }

    /** A member of any kind, for what may be wrong without harm; missing where it is absent. */
    JsonNode any(String name) {
        return object.path(name);
    }

    private Optional<JsonNode> find(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private String string(String name, JsonNode value) throws BadEntryException {
        if (!value.isTextual()) {
            throw new BadEntryException(path(name) + " must be a string, was " + kind(value));
        }
        return value.textValue();
    }

    private <T> T required(String name, Optional<T> value) throws BadEntryException {
        if (value.isEmpty()) {
            throw new BadEntryException(path(name) + " is missing");
        }
        return value.get();
    }

    /** How messages name a member. */
    String path(String name) {
        return path + "." + name;
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "the string " + Printable.quoted(node.textValue());
            case NUMBER -> "the number " + Printable.line(shortened(node.asText()));
            case BOOLEAN -> node.asText();
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "something that JSON does not have";
        };
    }

    private static String shortened(String number) {
        return number.length() <= 40 ? number : number.substring(0, 40) + "…";
    }
}
