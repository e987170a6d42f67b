package dev.weir.api.microblog.writing;

/**
 * Names a request, so that its repeat is known as one.
 *
 * @param appId the app that sent it
 * @param userId the user it acts for
 * @param key what the caller calls it, 1 to 255 characters
 * @param bodySha256 hash of what it said, in hexadecimal; a repeat says the same
 */
public record RequestKey(long appId, long userId, String key, String bodySha256) {

    /** The longest key, in characters. */
    public static final int LONGEST = 255;
}
