package dev.weir.api.imports;

/**
 * How to import.
 *
 * @param strict whether the first bad line ends the import with nothing written
 * @param batchLines lines stored at once, at least 1
 */
public record ImportSettings(boolean strict, int batchLines) {

    /** Enough that the round trips do not count, few enough that memory does not either (our measurement). */
    public static final int DEFAULT_BATCH_LINES = 5_000;

    public ImportSettings {
        if (batchLines < 1) {
            throw new IllegalArgumentException("batchLines must be at least 1, was " + batchLines);
        }
    }
}
