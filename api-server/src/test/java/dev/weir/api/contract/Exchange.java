package dev.weir.api.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * A request and its answer, as sent.
 *
 * @param path without the query, percent-encoded
 * @param query the raw query string; empty where there is none
 * @param headers of the answer, whatever their case
 * @param body of the answer, not compressed
 */
public record Exchange(
        String method, String path, String query, int status, Map<String, List<String>> headers, String body) {

    public Exchange {
        Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    /** An answer from its bytes, which are UTF-8, or that compressed. */
    public static Exchange of(
            String method, String path, String query, int status, Map<String, List<String>> headers, byte[] body) {
        boolean gzip = body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
        return new Exchange(
                method, path, query, status, headers, new String(gzip ? unzipped(body) : body, StandardCharsets.UTF_8));
    }

    private static byte[] unzipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            in.transferTo(bytes);
        } catch (EOFException e) {
            // Cut off; what came before it counts.
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the body is not gzip", e);
        }
        return bytes.toByteArray();
    }

    /** The same, with this body. */
    Exchange with(String other) {
        return new Exchange(method, path, query, status, headers, other);
    }

    /** The media type without its parameters; empty where there is none. */
    String mediaType() {
        List<String> values = headers.getOrDefault("Content-Type", List.of());
        return values.isEmpty() ? "" : values.get(0).replaceFirst(";.*", "").strip();
    }

    /** For a message: what was asked, and the beginning of what was answered. */
    String described() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query) + " -> " + status + " "
                + (body.length() <= 500 ? body : body.substring(0, 500) + "…");
    }
}
