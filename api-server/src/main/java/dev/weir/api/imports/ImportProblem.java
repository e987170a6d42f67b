package dev.weir.api.imports;

/**
 * Something in a source that was not imported, or not wholly.
 *
 * @param line counted from 1; of a source that cannot be read further, the last line that could be, or 0
 */
public record ImportProblem(String source, long line, String message) {

    @Override
    public String toString() {
        return line == 0 ? source + ": " + message : source + ":" + line + ": " + message;
    }
}
