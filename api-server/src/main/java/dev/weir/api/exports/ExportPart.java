package dev.weir.api.exports;

/**
 * A part that is finished and never changes again.
 *
 * @param number from 1
 * @param sha256 of its bytes, in hexadecimal
 */
record ExportPart(int number, long posts, long bytes, String sha256) {}
