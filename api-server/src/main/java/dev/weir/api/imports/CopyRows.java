package dev.weir.api.imports;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of PostgreSQL's {@code COPY} (manual, "COPY", File Formats). For one thread. */
public final class CopyRows {

    private static final long DAY = 86_400_000;
    private static final String NULL = "\\N";

    private final StringBuilder rows = new StringBuilder();
    private boolean first = true;
    private long day = Long.MIN_VALUE;
    private String date = "";

    public CopyRows number(long value) {
        next().append(value);
        return this;
    }

    public CopyRows number(@Nullable Long value) {
        next().append(value == null ? NULL : value.toString());
        return this;
    }

    public CopyRows flag(boolean value) {
        next().append(value ? 't' : 'f');
        return this;
    }

    public CopyRows text(@Nullable String value) {
        next();
        if (value == null) {
            rows.append(NULL);
        } else if (plain(value)) {
            rows.append(value);
        } else {
            appendEscaped(value);
        }
        return this;
    }

    /** A time, in milliseconds since 1970. */
    public CopyRows time(long millis) {
        long wanted = Math.floorDiv(millis, DAY);
        if (wanted != day) {
            day = wanted;
            date = LocalDate.ofEpochDay(day).toString();
        }
        int rest = (int) Math.floorMod(millis, DAY);
        next().append(date).append(' ');
        two(rest / 3_600_000).append(':');
        two(rest / 60_000 % 60).append(':');
        two(rest / 1_000 % 60).append('.');
        rows.append((char) ('0' + rest / 100 % 10));
        two(rest % 100).append("+00");
        return this;
    }

    /** Ends a row. */
    public void end() {
        rows.append('\n');
        first = true;
    }

    /** How many characters the rows have that were not taken yet. */
    public int length() {
        return rows.length();
    }

    /** Takes the rows out, encoded. */
    public byte[] take() {
        var bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        rows.setLength(0);
        return bytes;
    }

    private static boolean plain(String value) {
        return value.indexOf('\\') < 0 && value.indexOf('\n') < 0 && value.indexOf('\t') < 0 && value.indexOf('\r') < 0;
    }

    private void appendEscaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                case '\t' -> rows.append("\\t");
                default -> rows.append(c);
            }
        }
    }

    private StringBuilder next() {
        if (!first) {
            rows.append('\t');
        }
        first = false;
        return rows;
    }

    private StringBuilder two(int value) {
        return rows.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
