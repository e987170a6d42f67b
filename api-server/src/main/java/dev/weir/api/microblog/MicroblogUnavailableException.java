package dev.weir.api.microblog;

/** The microblog cannot be read now. Says nothing about whether what was asked for exists. */
public final class MicroblogUnavailableException extends RuntimeException {

    public MicroblogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
