package dev.weir.api.imports;

/** Text from a source, made fit for a message: short, on one line, and harmless to a terminal. */
final class Printable {

    private static final int LONGEST = 40;

    private Printable() {}

    /** The text in quotes, cut where it is long, with a question mark for what does not print. */
    static String quoted(String text) {
        var cut = text.codePointCount(0, text.length()) > LONGEST
                ? text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…"
                : text;
        return '"' + line(cut) + '"';
    }

    /** The text on one line. */
    static String line(String text) {
        var line = new StringBuilder();
        text.codePoints()
                .map(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> '?';
                    default -> c;
                })
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
