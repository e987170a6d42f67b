package dev.weir.api.keys;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The form of a key: {@code weir_<live|test>_<id>_<secret><crc>}, 61 characters of {@code [A-Za-z0-9_]}.
 *
 * <p>The id (12 characters) is public and names the key in logs. The secret (32 characters of base62, 190 bits) is in
 * nobody's storage but the developer's. The last 6 characters are the CRC-32 of everything before them in base62: typing
 * errors and made-up keys are refused without a look-up. The checksum protects no secret; who can make one up can also
 * compute it.
 *
 * <p>Holds the whole key: {@link #toString()} shows only the {@link #hint()}.
 */
public final class ApiKey {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String LIVE = "weir_live_";
    private static final String TEST = "weir_test_";
    private static final int ID_STARTS = LIVE.length();
    private static final int ID_LENGTH = 12;
    private static final int ID_ENDS = ID_STARTS + ID_LENGTH;
    private static final int SECRET_STARTS = ID_ENDS + 1;
    private static final int SECRET_LENGTH = 32;
    private static final int CHECKSUM_STARTS = SECRET_STARTS + SECRET_LENGTH;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int LENGTH = CHECKSUM_STARTS + CHECKSUM_LENGTH;

    private final String text;

    private ApiKey(String text) {
        this.text = text;
    }

    /** The key in this text; empty when it has not the form of one. Takes any text, of any length. */
    public static Optional<ApiKey> parse(String presented) {
        if (presented.length() != LENGTH
                || !(presented.startsWith(LIVE) || presented.startsWith(TEST))
                || presented.charAt(ID_ENDS) != '_'
                || !base62(presented, ID_STARTS, ID_ENDS)
                || !base62(presented, SECRET_STARTS, LENGTH)
                || !presented.startsWith(checksum(presented.substring(0, CHECKSUM_STARTS)), CHECKSUM_STARTS)) {
            return Optional.empty();
        }
        return Optional.of(new ApiKey(presented));
    }

    /** Makes a new key. */
    static ApiKey issue(boolean test, SecureRandom random) {
        var text = new StringBuilder(LENGTH).append(test ? TEST : LIVE);
        append(text, ID_LENGTH, random);
        text.append('_');
        append(text, SECRET_LENGTH, random);
        return new ApiKey(text + checksum(text.toString()));
    }

    /** The public part, safe to log: 12 characters of base62. */
    public String id() {
        return text.substring(ID_STARTS, ID_ENDS);
    }

    /** Whether it is a test key. */
    public boolean test() {
        return text.startsWith(TEST);
    }

    /** What people recognise the key by: its beginning and its last four characters, nothing of the secret. */
    public String hint() {
        return text.substring(0, ID_STARTS + 8) + "…" + text.substring(LENGTH - 4);
    }

    /** The whole key, with its secret. To be shown once and hashed, never logged or stored. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return hint();
    }

    private static void append(StringBuilder text, int length, SecureRandom random) {
        for (int i = 0; i < length; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
    }

    private static boolean base62(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (DIGITS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** CRC-32 (the polynomial of zip and GitHub's tokens) of ASCII text; 62^6 exceeds 2^32, so six digits suffice. */
    private static String checksum(String text) {
        var crc = new CRC32();
        for (int i = 0; i < text.length(); i++) {
            crc.update(text.charAt(i));
        }
        var digits = new char[CHECKSUM_LENGTH];
        long rest = crc.getValue();
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
