package dev.weir.api.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipLinesTest {

    @Test
    void everyLineCanBeReadBeforeTheNextIsWritten() throws Exception {
        try (GzipLines lines = new GzipLines()) {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            byte[] first = "a line 🌊\r\n".getBytes(StandardCharsets.UTF_8);
            sent.writeBytes(lines.line(first));
            assertThat(new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray())).readNBytes(first.length))
                    .isEqualTo(first);
        }
    }

    @Test
    void theWholeIsAGzipFile() throws Exception {
        Random random = new Random(42);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (GzipLines lines = new GzipLines()) {
            for (int i = 0; i < 50; i++) {
                byte[] line = new byte[random.nextInt(20_000)];
                random.nextBytes(line);
                plain.writeBytes(line);
                sent.writeBytes(lines.line(line));
            }
            sent.writeBytes(lines.end());
        }
        assertThat(new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray())).readAllBytes())
                .isEqualTo(plain.toByteArray());
    }
}
