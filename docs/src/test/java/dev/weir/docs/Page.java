package dev.weir.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Markdown file: its prose (without code blocks), and what is found in it. */
record Page(Path file, String text, List<String> prose) {

    private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*?)#*");
    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*]\\(([^)\\s]+)(?: \"[^\"]*\")?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CELL_BORDER = Pattern.compile("(?<!\\\\)\\|");

    static Page read(Path file) {
        try {
            String text = Files.readString(file);
            return new Page(file, text, prose(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> prose(String text) {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : text.lines().toList()) {
            if (line.strip().startsWith("```")) {
                code = !code;
            } else if (!code) {
                prose.add(line);
            }
        }
        if (code) {
            throw new AssertionError("a code block is never closed");
        }
        return prose;
    }

    /** Headings of a level, without their marks. */
    List<String> headings(int level) {
        return prose.stream()
                .map(HEADING::matcher)
                .filter(Matcher::matches)
                .filter(heading -> heading.group(1).length() == level)
                .map(heading -> heading.group(2).strip())
                .toList();
    }

    /** What links can point at, as GitHub names headings: lower case, spaces to hyphens, punctuation dropped. */
    Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new LinkedHashSet<>();
        for (String line : prose) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = heading.group(2)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-');
                int earlier = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
            }
        }
        return anchors;
    }

    /** Targets of all links, of those too whose text goes over the end of a line. */
    List<String> links() {
        String withoutCode =
                prose.stream().map(line -> line.replaceAll("`[^`]*`", "")).collect(Collectors.joining("\n"));
        return groups(LINK, withoutCode).toList();
    }

    /** Everything written as code in a line of prose. */
    Set<String> codes() {
        Set<String> codes = new LinkedHashSet<>();
        prose.forEach(line -> groups(CODE, line).forEach(codes::add));
        return codes;
    }

    /** Cells of the rows of all tables whose first column has this title. */
    List<List<String>> table(String firstColumn) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : prose) {
            if (!line.startsWith("|")) {
                inside = false;
                continue;
            }
            List<String> cells = cells(line);
            if (inside && !cells.get(0).matches(":?-+:?")) {
                rows.add(cells);
            }
            inside = inside || cells.get(0).equals(firstColumn);
        }
        return rows;
    }

    /** Bodies of the code blocks of a language. */
    List<String> blocks(String language) {
        return groups(Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```"), text)
                .toList();
    }

    /** A cell's text without the marks of code. */
    static String plain(String cell) {
        return cell.startsWith("`") && cell.endsWith("`") && cell.length() > 1
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replaceFirst("^\\|", "").replaceFirst("\\|$", "");
        return Arrays.stream(CELL_BORDER.split(inner, -1))
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }

    private static Stream<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }

    @Override
    public String toString() {
        return Repository.ROOT.relativize(file).toString();
    }
}
