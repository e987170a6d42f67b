package dev.weir.limits;

/** What a node does with a limit while the limit store does not answer. */
public enum OnStoreLoss {
    /** Spends its fair share of the last known remainder. The default. */
    SHARE,
    /** Grants the whole limit on each node. */
    GENEROUS,
    /** Answers {@link Decision.Reduced}: for limits that protect against abuse. */
    REFUSE
}
