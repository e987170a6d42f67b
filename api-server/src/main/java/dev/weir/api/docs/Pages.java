package dev.weir.api.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Markdown files of {@code docs/}, as the build packs them beside this class. They need nothing but the class path,
 * so they are there when the database, the limit store and the catalogue are not.
 */
final class Pages {

    /** Names without dots between slashes: no path made of them leaves the pages' folder. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9-]{1,64}(/[A-Za-z0-9-]{1,64}){0,4}");

    private static final String INDEX = "README";
    private static final String SUFFIX = ".md";

    private Pages() {}

    /**
     * The page at an address below {@code /docs}. Both {@code errors/usage-capped} and {@code errors/usage-capped.md}
     * find that file; a folder's address finds its {@code README.md}. Takes any text.
     */
    static Optional<String> find(String address) {
        if (address.isEmpty()) {
            return read(INDEX);
        }
        String name = trimmed(address);
        if (!ADDRESS.matcher(name).matches()) {
            return Optional.empty();
        }
        return Stream.of(name, name + "/" + INDEX)
                .flatMap(file -> read(file).stream())
                .findFirst();
    }

    private static String trimmed(String address) {
        String name = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    private static Optional<String> read(String file) {
        try (InputStream page = Pages.class.getResourceAsStream("pages/" + file + SUFFIX)) {
            return page == null
                    ? Optional.empty()
                    : Optional.of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a page of our own class path cannot be read: " + file, e);
        }
    }
}
