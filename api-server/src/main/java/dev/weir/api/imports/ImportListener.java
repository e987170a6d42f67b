package dev.weir.api.imports;

/** Hears of an import while it runs, on the importing thread. An exception thrown here ends the import. */
public interface ImportListener {

    /** A line was skipped, or a source ended early. In the order of the lines, but for posts that waited for authors. */
    void problem(ImportProblem problem);

    /**
     * A batch is stored.
     *
     * @param source what is being read
     * @param lines how many of it, so far
     * @param fraction how much of it, 0 to 1; 0 where the size is not known
     */
    void stored(String source, long lines, double fraction);
}
