package dev.weir.billing.catalogue;

import java.time.Instant;

/**
 * A published version of the catalogue, as it is kept. Immutable, in the database too.
 *
 * @param version 1 for the first, without gaps
 * @param sha256 hash of the text, 64 hexadecimal digits
 * @param text the document
 * @param publishedAt when
 * @param publishedBy who, for the record
 */
public record StoredCatalogue(long version, String sha256, String text, Instant publishedAt, String publishedBy) {}
