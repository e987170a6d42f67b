package dev.weir.api.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The SQL of single migrations, for tests that run one over rows which were there before it. */
public final class ChangeSets {

    private ChangeSets() {}

    /**
     * What a changeset runs.
     *
     * @param file below {@code migrations/api}
     * @param name without the author
     */
    public static String sql(String file, String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ChangeSets.class.getResourceAsStream("/migrations/api/" + file), file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.split("--changeset weir:" + name + "\n", 2)[1].split("--changeset", 2)[0];
        }
    }
}
