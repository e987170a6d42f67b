package dev.weir.api.imports;

/** Counts what comes of an import, as it becomes certain. */
final class Tally {

    private long lines;
    private long newUsers;
    private long knownUsers;
    private long newPosts;
    private long knownPosts;
    private long skipped;
    private long incompleteSources;

    void line() {
        lines++;
    }

    void incomplete() {
        incompleteSources++;
    }

    void stored(Sifted sifted) {
        newUsers += sifted.newUsers().size();
        knownUsers += sifted.knownUsers();
        newPosts += sifted.newPosts().size();
        knownPosts += sifted.knownPosts();
        skipped += sifted.refused().size();
    }

    ImportReport report() {
        return new ImportReport(
                lines,
                new ImportReport.Found(newUsers, knownUsers),
                new ImportReport.Found(newPosts, knownPosts),
                skipped,
                incompleteSources);
    }
}
