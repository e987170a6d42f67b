package dev.weir.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Posts of one evening, in the order of their time: real ones from a file, or made up in the shape of a real spike. */
final class Night {

    private static final long SNOWFLAKE_EPOCH = 1_288_834_974_657L;
    private static final int MINUTES = 70;
    private static final int USUAL_A_MINUTE = 160;
    private static final int MORE_AT_THE_PEAK = 90;
    private static final double PEAK_MINUTE = 42;
    private static final double PEAK_WIDTH = 12;
    private static final List<String> WORDS = List.of(
            "fight",
            "round",
            "what",
            "a",
            "night",
            "boxing",
            "he",
            "won",
            "lost",
            "the",
            "crowd",
            "金星",
            "¡vamos!",
            "über",
            "lucha",
            "again",
            "never",
            "seen",
            "this",
            "before",
            "#bignight",
            "🥊",
            "👊🏽",
            "🇮🇪",
            "😂",
            "🔥");

    /**
     * One post.
     *
     * @param millis since the evening began
     * @param author whoever wrote it: posts of one author stay in order
     */
    record Entry(long millis, long author, String text) {}

    private Night() {}

    /** The posts of a file of NDJSON, perhaps compressed, as {@code ./weir import} takes it. */
    static List<Entry> read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Entry> entries = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode post = json.readTree(line).path("post");
                if (!post.isMissingNode()) {
                    entries.add(new Entry(
                            millis(post),
                            post.path("author_id").asLong(),
                            post.path("text").asText()));
                }
            }
        }
        return fromItsBeginning(entries);
    }

    private static long millis(JsonNode post) {
        long id = post.path("id").asLong();
        return id > (1L << 40)
                ? (id >> 22) + SNOWFLAKE_EPOCH
                : Instant.parse(post.path("created_at").asText()).toEpochMilli();
    }

    /** Seventy minutes of some 170 posts a minute that rise to 250. */
    static List<Entry> madeUp(long seed) {
        Random random = new Random(seed);
        List<Entry> entries = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            double off = (minute - PEAK_MINUTE) / PEAK_WIDTH;
            int posts = (int) (USUAL_A_MINUTE + MORE_AT_THE_PEAK * Math.exp(-off * off));
            for (int i = 0; i < posts; i++) {
                entries.add(new Entry(minute * 60_000L + random.nextInt(60_000), random.nextInt(11_000), text(random)));
            }
        }
        return fromItsBeginning(entries);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 4 + random.nextInt(16); i > 0; i--) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return text.append(random.nextInt(1_000_000)).toString();
    }

    private static List<Entry> fromItsBeginning(List<Entry> entries) {
        long first = entries.stream().mapToLong(Entry::millis).min().orElse(0);
        return entries.stream()
                .map(entry -> new Entry(entry.millis() - first, entry.author(), entry.text()))
                .sorted(Comparator.comparingLong(Entry::millis))
                .toList();
    }
}
