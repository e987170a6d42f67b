package dev.weir.api.imports;

/**
 * What came of an import.
 *
 * @param lines read, or elements of archives; blank lines aside
 * @param users found in them
 * @param posts found in them
 * @param follows found in them
 * @param likes found in them, of posts that are here
 * @param removed posts that were here and are gone because a source says that they were deleted
 * @param leftOut lines that are not for import: what was not public, likes of posts that are not here, and the like
 * @param skipped lines that were not imported, each told as a problem
 * @param skippedParts media and the like that were not imported though the post or user was, each told as a problem
 * @param incompleteSources sources that could not be read to their end
 */
public record ImportReport(
        long lines,
        Found users,
        Found posts,
        Found follows,
        Found likes,
        long removed,
        long leftOut,
        long skipped,
        long skippedParts,
        long incompleteSources) {

    /**
     * Things of a kind.
     *
     * @param added stored by this import
     * @param known stored before, and left as they were
     */
    public record Found(long added, long known) {

        static final Found NONE = new Found(0, 0);

        Found and(Found other) {
            return new Found(added + other.added, known + other.known);
        }
    }

    /** A report of users and posts alone. */
    ImportReport(long lines, Found users, Found posts, long skipped, long incompleteSources) {
        this(lines, users, posts, Found.NONE, Found.NONE, 0, 0, skipped, 0, incompleteSources);
    }

    /** Whether everything there was is stored now. */
    public boolean complete() {
        return skipped == 0 && skippedParts == 0 && incompleteSources == 0;
    }
}
