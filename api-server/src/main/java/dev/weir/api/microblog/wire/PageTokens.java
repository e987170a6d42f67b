package dev.weir.api.microblog.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks page tokens: some numbers that say where a page begins, signed together with the list they belong to.
 *
 * <p>A token is good for its own list on every node that has the same secret, and for as long as that stays the same; it
 * holds nothing secret. One that was altered, or that belongs to another list, is no token at all. Thread-safe.
 */
public final class PageTokens {

    private static final int SIGNATURE_BYTES = 8;
    private static final int MOST_NUMBERS = 8;

    private final SecretKeySpec key;

    /**
     * Tokens signed with a secret.
     *
     * @param secret at least 16 bytes, the same on all nodes
     */
    public PageTokens(byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("the secret of page tokens needs 16 bytes, had " + secret.length);
        }
        // Not the secret itself: it may serve other purposes too.
        this.key = new SecretKeySpec(
                sign(new SecretKeySpec(secret, "HmacSHA256"), "page tokens", new byte[0]), "HmacSHA256");
    }

    /**
     * A token; 22 characters and more.
     *
     * @param list what the token belongs to: endpoint, and what makes the list the one it is
     * @param place one to eight numbers
     */
    public String token(String list, long... place) {
        ByteBuffer numbers = ByteBuffer.allocate(place.length * Long.BYTES);
        for (long number : place) {
            numbers.putLong(number);
        }
        ByteBuffer token = ByteBuffer.allocate(numbers.capacity() + SIGNATURE_BYTES);
        token.put(numbers.array()).put(signature(list, numbers.array()));
        return encoded(token.array());
    }

    private static String encoded(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The numbers of a token of this list; empty if it is none. */
    public Optional<long[]> place(String list, String token) {
        if (token.length() > (MOST_NUMBERS + 1) * Long.BYTES * 2) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int length = bytes.length - SIGNATURE_BYTES;
        // The last character may hold bits that decoding drops: those must be as we wrote them too.
        if (length < Long.BYTES || length % Long.BYTES != 0 || !encoded(bytes).equals(token)) {
            return Optional.empty();
        }
        byte[] numbers = Arrays.copyOf(bytes, length);
        byte[] signature = Arrays.copyOfRange(bytes, length, bytes.length);
        if (!MessageDigest.isEqual(signature, signature(list, numbers))) {
            return Optional.empty();
        }
        long[] place = new long[length / Long.BYTES];
        ByteBuffer.wrap(numbers).asLongBuffer().get(place);
        return Optional.of(place);
    }

    private byte[] signature(String list, byte[] numbers) {
        return Arrays.copyOf(sign(key, list, numbers), SIGNATURE_BYTES);
    }

    private static byte[] sign(SecretKeySpec key, String list, byte[] numbers) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(numbers);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
