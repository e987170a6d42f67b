package dev.weir.api.imports.archive;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The table of contents of an archive, checked name by name. */
final class Contents {

    private static final Pattern NESTED =
            Pattern.compile(".*\\.(zip|jar|tar|tgz|gz|bz2|xz|zst|7z|rar)", Pattern.DOTALL);
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private final ArchiveLimits limits;
    private final Set<String> seen = new HashSet<>();

    Contents(ArchiveLimits limits) {
        this.limits = limits;
    }

    /** Takes the next name; folders end in a slash. */
    void add(String name) throws UnsafeArchiveException {
        if (seen.size() >= limits.entries()) {
            throw new UnsafeArchiveException("it has more than %,d entries".formatted(limits.entries()));
        }
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new UnsafeArchiveException("an entry has no proper name");
        }
        if (name.startsWith("/") || name.startsWith("\\") || DRIVE.matcher(name).matches()) {
            throw new UnsafeArchiveException("the name " + shown(name) + " is absolute");
        }
        for (String step : name.split("[/\\\\]", -1)) {
            if (step.equals("..")) {
                throw new UnsafeArchiveException("the name " + shown(name) + " leads out of the archive");
            }
        }
        if (!seen.add(name)) {
            throw new UnsafeArchiveException("the name " + shown(name) + " stands in it twice");
        }
        if (NESTED.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            throw new UnsafeArchiveException(
                    shown(name) + " is an archive within the archive; unpack it and import what is in it");
        }
    }

    /** A name on one line, harmless to a terminal. */
    static String shown(String name) {
        String cut = name.length() <= 80 ? name : name.substring(0, 80) + "…";
        return '"' + cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?") + '"';
    }
}
