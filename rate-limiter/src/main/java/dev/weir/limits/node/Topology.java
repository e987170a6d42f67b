package dev.weir.limits.node;

/** Where the limit store is, seen from this node. */
public sealed interface Topology {

    /** In this process, shared with nobody: one node, tests, laptops. */
    record Alone() implements Topology {}
}
