package dev.weir.api.keys;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Makes up keys as an attacker would who knows their form: with a right checksum, written without our code. */
final class KeyForge {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private KeyForge() {}

    /** A well-formed key with this id and secret. */
    static String key(String kind, String id, String secret) {
        var body = "weir_" + kind + "_" + id + "_" + secret;
        return body + checksum(body);
    }

    /** A well-formed key with the id of this one and another secret. */
    static String withAnotherSecret(ApiKey key) {
        var secret = new StringBuilder(key.reveal().substring(23, 55)).reverse().toString();
        return key(key.test() ? "test" : "live", key.id(), secret);
    }

    static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        var rest = BigInteger.valueOf(crc.getValue());
        var text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            var parts = rest.divideAndRemainder(BigInteger.valueOf(62));
            text.insert(0, DIGITS.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.toString();
    }
}
