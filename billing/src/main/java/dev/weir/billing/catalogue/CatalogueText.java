package dev.weir.billing.catalogue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads catalogues as people write them: YAML with values that carry their units. The form is described by the comments
 * of the file that the server brings, {@code plans.yml}.
 */
public final class CatalogueText {

    /** The largest catalogue there may be, in bytes of UTF-8. */
    public static final int LARGEST_BYTES = 256 << 10;

    private CatalogueText() {}

    /**
     * Reads a catalogue.
     *
     * @param knownEndpointIds the endpoints of the server, for example {@code GET /2/tweets/{id}}; the catalogue must
     *     have a cost and, in each plan, a value for every one of them, and for no other
     * @return the catalogue, with the version 0
     * @throws InvalidCatalogueException when anything at all is wrong with it; tells everything at once
     */
    public static Catalogue parse(String text, Set<String> knownEndpointIds) throws InvalidCatalogueException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LARGEST_BYTES) {
            throw tooLarge(bytes.length);
        }
        var problems = new Problems();
        var withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        var root = YamlTree.read(withoutMark, problems);
        problems.throwIfAny();
        var reader = new CatalogueReader(knownEndpointIds, problems);
        root.ifPresent(reader::read);
        problems.throwIfAny();
        return new Catalogue(0, sha256(bytes), Map.copyOf(reader.costs()), Map.copyOf(reader.plans()), text);
    }

    /**
     * Reads a catalogue from a file.
     *
     * @throws IOException when the file cannot be read
     */
    public static Catalogue parse(Path file, Set<String> knownEndpointIds)
            throws IOException, InvalidCatalogueException {
        long size = Files.size(file);
        if (size > LARGEST_BYTES) {
            throw tooLarge(size);
        }
        return parse(decode(Files.readAllBytes(file)), knownEndpointIds);
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one does not", e);
        }
    }

    private static String decode(byte[] content) throws InvalidCatalogueException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var bytes = ByteBuffer.wrap(content);
        try {
            return decoder.decode(bytes).toString();
        } catch (CharacterCodingException e) {
            var before = new String(content, 0, bytes.position(), StandardCharsets.UTF_8);
            throw new InvalidCatalogueException(List.of(new CatalogueProblem(
                    (int) before.chars().filter(c -> c == '\n').count() + 1,
                    before.length() - before.lastIndexOf('\n'),
                    "this byte is not UTF-8: save the file in that encoding")));
        }
    }

    private static InvalidCatalogueException tooLarge(long bytes) {
        return new InvalidCatalogueException(List.of(new CatalogueProblem(
                1, 1, "the catalogue has " + bytes + " bytes, more than the " + LARGEST_BYTES + " that are allowed")));
    }
}
