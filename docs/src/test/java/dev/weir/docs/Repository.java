package dev.weir.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files that are compared: pages, sources, configuration. */
final class Repository {

    /** Where the top pom.xml lies; tests run in the module's folder. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> NOT_OURS = Set.of("target", "var", ".git", ".idea", "node_modules");

    private Repository() {}

    /** A page below {@code docs/}. */
    static Page docs(String path) {
        return Page.read(ROOT.resolve("docs").resolve(path));
    }

    /** Every Markdown file of the repository. */
    static List<Page> pages() {
        return files(ROOT, ".md").stream().map(Page::read).toList();
    }

    /** Every page of a folder below {@code docs/}. */
    static List<Page> pages(String folder) {
        return files(ROOT.resolve("docs").resolve(folder), ".md").stream()
                .map(Page::read)
                .toList();
    }

    /** The text of all Java files that ship: what the modules have under {@code src/main/java}. */
    static String productionSources() {
        return files(ROOT, ".java").stream()
                .filter(file ->
                        ROOT.relativize(file).toString().matches("(rate-limiter|billing|api-server)/src/main/.*"))
                .map(Repository::read)
                .collect(Collectors.joining("\n"));
    }

    /** The first groups of all matches in the sources that ship. */
    static Set<String> inSources(String pattern) {
        return Pattern.compile(pattern)
                .matcher(productionSources())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder, String suffix) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(suffix)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }
}
