package dev.weir.limits;

/**
 * How the limit store looks from this node.
 *
 * @param answering whether decisions are being taken from the store
 * @param detail one sentence for an operator
 * @param members members of the store's cluster that this node sees now
 */
public record StoreHealth(boolean answering, String detail, int members) {}
