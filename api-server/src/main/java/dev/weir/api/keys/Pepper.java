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

    /** Never used itself: looking up an algorithm and preparing a key cost several times what a signature does. */
    private final Mac ready;

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
        try {
            this.ready = Mac.getInstance(ALGORITHM);
            ready.init(new SecretKeySpec(bytes, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM + ", this one does not", e);
        }
    }

    /** The hash to store of this key, or to look for. */
    KeyHash hash(ApiKey apiKey) {
        return new KeyHash(sign(apiKey.reveal().getBytes(StandardCharsets.US_ASCII)));
    }

    /** HMAC-SHA-256 of these bytes. */
    byte[] sign(byte[] content) {
        try {
            return ((Mac) ready.clone()).doFinal(content);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java platform's " + ALGORITHM + " cannot be copied", e);
        }
    }

    @Override
    public String toString() {
        return "Pepper[hidden]";
    }
}
