package dev.weir.billing.catalogue;

/**
 * One thing that is wrong with a catalogue.
 *
 * @param line where, from 1
 * @param column where in the line, in characters, from 1
 * @param message what is wrong and what to write instead
 */
public record CatalogueProblem(int line, int column, String message) {

    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + message;
    }
}
