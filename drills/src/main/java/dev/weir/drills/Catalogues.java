package dev.weir.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The catalogue that drills run with: the one that ships. */
final class Catalogues {

    private Catalogues() {}

    /** The shipped catalogue, found from the root of the checkout or from the module. */
    static String shipped() throws IOException {
        Path fromRoot = Path.of("api-server", "config", "plans.yml");
        return Files.readString(
                Files.exists(fromRoot) ? fromRoot : Path.of("..").resolve(fromRoot));
    }

    /** The shipped catalogue, with this endpoint allowing this on every plan, and no burst limits. */
    static String with(String endpoint, String allowance) throws IOException {
        return shipped()
                .replaceAll("(?m)^(\\s+" + Pattern.quote(endpoint) + ":\\s+)[^\\n]* / [^\\n]*$", "$1" + allowance)
                .replaceAll("(?m)^(\\s+burst:\\s+).*$", "$1unlimited");
    }
}
