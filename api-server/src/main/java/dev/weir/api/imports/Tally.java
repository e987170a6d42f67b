package dev.weir.api.imports;

/** Counts what comes of an import, as it becomes certain. */
final class Tally {

    private long lines;
    private long newUsers;
    private long knownUsers;
    private long newPosts;
    private long knownPosts;
    private long skipped;
    private long skippedParts;
    private long leftOut;
    private long incompleteSources;
    private Staging.Changed changed = Staging.Changed.NOTHING;

    void line() {
        lines++;
    }

    void incomplete() {
        incompleteSources++;
    }

    void stored(Sifted sifted, Staging.Changed changed) {
        newUsers += sifted.newUsers().size() + sifted.learntUsers().size();
        knownUsers += sifted.knownUsers();
        newPosts += sifted.newPosts().size();
        knownPosts += sifted.knownPosts();
        long parts = sifted.refused().stream().filter(Sifted.Refused::inPart).count();
        skipped += sifted.refused().size() - parts;
        skippedParts += parts;
        leftOut += sifted.leftOut() + changed.strayLikes();
        this.changed = this.changed.and(changed);
    }

    ImportReport report() {
        return new ImportReport(
                lines,
                new ImportReport.Found(newUsers, knownUsers),
                new ImportReport.Found(newPosts, knownPosts),
                changed.follows(),
                changed.likes(),
                changed.removed(),
                leftOut,
                skipped,
                skippedParts,
                incompleteSources);
    }
}
