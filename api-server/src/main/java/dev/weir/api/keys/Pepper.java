package dev.weir.api.keys;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of the installation under which keys are hashed, so that a copy of the database alone gives no key away.
 *
 * <p>The same on every node, kept in configuration and never in the database. Changing it makes every key unknown.
 * Immutable and thread-safe; shows itself to nobody.
 */
public final class Pepper {

    private static final int FEWEST_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * @param text at least 32 bytes of UTF-8
     * @throws IllegalArgumentException when it is shorter
     */
    @JsonCreator
    public Pepper(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < FEWEST_BYTES) {
            throw new IllegalArgumentException("the pepper must have at least " + FEWEST_BYTES + " bytes, had "
                    + bytes.length + "; `openssl rand -base64 48` makes a good one");
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The hash to store of this key, or to look for. */
    KeyHash hash(ApiKey apiKey) {
        return new KeyHash(sign(apiKey.reveal().getBytes(StandardCharsets.US_ASCII)));
    }

    /** HMAC-SHA-256 of these bytes. */
    byte[] sign(byte[] content) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM + ", this one does not", e);
        }
    }

    @Override
    public String toString() {
        return "Pepper[hidden]";
    }
}
