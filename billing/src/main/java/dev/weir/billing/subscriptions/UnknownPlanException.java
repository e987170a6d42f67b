package dev.weir.billing.subscriptions;

/** No plan of this name is in the newest catalogue; the message says which there are. */
public final class UnknownPlanException extends RuntimeException {
    UnknownPlanException(String message) {
        super(message);
    }
}
