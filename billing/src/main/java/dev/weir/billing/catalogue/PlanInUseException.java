package dev.weir.billing.catalogue;

/** A catalogue drops a plan that accounts are on; the message names the plan and how many they are. */
public final class PlanInUseException extends Exception {
    PlanInUseException(String message) {
        super(message);
    }
}
