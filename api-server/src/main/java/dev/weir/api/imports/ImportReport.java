package dev.weir.api.imports;

/**
 * What came of an import.
 *
 * @param lines read, blank ones aside
 * @param users found in them
 * @param posts found in them
 * @param skipped lines that were not imported, each told as a problem
 * @param incompleteSources sources that could not be read to their end
 */
public record ImportReport(long lines, Found users, Found posts, long skipped, long incompleteSources) {

    /**
     * Users or posts.
     *
     * @param added stored by this import
     * @param known stored before, and left as they were
     */
    public record Found(long added, long known) {}

    /** Whether everything there was is stored now. */
    public boolean complete() {
        return skipped == 0 && incompleteSources == 0;
    }
}
