package dev.weir.billing.catalogue;

/** Neither the database nor the local disk has a catalogue that can be used; the message says why and what to do. */
public final class NoCatalogueException extends Exception {
    NoCatalogueException(String message) {
        super(message);
    }
}
