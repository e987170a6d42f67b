package dev.weir.api.keys;

import java.security.MessageDigest;
import java.util.HexFormat;

/** HMAC-SHA-256 of a key under the {@link Pepper}: what is stored of it. Immutable. */
final class KeyHash {

    private static final int BYTES = 32;

    private final byte[] bytes;

    KeyHash(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key's hash has " + BYTES + " bytes, was " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    static KeyHash ofHex(String hex) {
        return new KeyHash(HexFormat.of().parseHex(hex));
    }

    /** Whether both are the same, in a time that does not depend on where they differ. */
    boolean matches(KeyHash other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return "KeyHash[hidden]";
    }
}
