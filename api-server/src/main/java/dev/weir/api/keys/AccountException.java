package dev.weir.api.keys;

/** What was asked of {@link Accounts} cannot be done; the message tells the person who asked why. */
public final class AccountException extends RuntimeException {
    AccountException(String message) {
        super(message);
    }
}
