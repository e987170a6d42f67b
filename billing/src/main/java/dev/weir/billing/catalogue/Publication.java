package dev.weir.billing.catalogue;

/**
 * What publishing a catalogue led to.
 *
 * @param catalogue the newest version
 * @param created whether it is a new one; false when the newest version already said the same, byte for byte
 */
public record Publication(Catalogue catalogue, boolean created) {}
