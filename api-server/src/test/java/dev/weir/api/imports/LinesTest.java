package dev.weir.api.imports;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void linesAreNumberedWhateverTheirEnd() throws Exception {
        assertThat(read("a\nb\r\n\nd")).containsExactly("1:a", "2:b\r", "3:", "4:d");
    }

    @Test
    void aLastLineBreakMakesNoLine() throws Exception {
        assertThat(read("a\n")).containsExactly("1:a");
    }

    @Test
    void gzipIsToldByItsFirstBytesAlsoInSeveralPieces() throws Exception {
        var both = new ByteArrayOutputStream();
        both.write(gzip("a\n🥊".getBytes(UTF_8)));
        both.write(gzip("b\nc\n".getBytes(UTF_8)));
        assertThat(read(both.toByteArray())).containsExactly("1:a", "2:🥊b", "3:c");
    }

    @Test
    void aByteOrderMarkIsDropped() throws Exception {
        assertThat(read("\ufeff{}\n")).containsExactly("1:{}");
        assertThat(read(gzip("\ufeff{}\n".getBytes(UTF_8)))).containsExactly("1:{}");
    }

    @Test
    void whatIsNotUtf8IsABadLineAmongGoodOnes() throws Exception {
        var bytes = "a\nb__c\nd".getBytes(UTF_8);
        bytes[3] = (byte) 0xc3;
        assertThat(read(bytes)).containsExactly("1:a", "2!not UTF-8, from byte 2 of the line on", "3:d");
    }

    @Test
    void surrogatesEncodedAsBytesAreNotUtf8() throws Exception {
        assertThat(read(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0xbd}).get(0))
                .startsWith("1!not UTF-8");
    }

    @Test
    void aLineIsBoundedAndTheNextIsRead() throws Exception {
        int longest = Lines.LONGEST_LINE;
        var lines =
                read("x".repeat(longest) + "\n" + "y".repeat(longest + 1) + "\n" + "z".repeat(3 * longest) + "\nend");
        assertThat(lines.get(0)).hasSize(longest + 2);
        assertThat(lines.subList(1, 4))
                .containsExactly(
                        "2!the line is longer than 1,048,576 bytes",
                        "3!the line is longer than 1,048,576 bytes",
                        "4:end");
    }

    @Test
    void linesAreTheSameAcrossTheBordersOfTheBuffer() throws Exception {
        var random = new Random(7);
        List<String> expected = new ArrayList<>();
        var text = new StringBuilder();
        for (int i = 1; i <= 300; i++) {
            var line = "é🥊x".repeat(random.nextInt(400));
            expected.add(i + ":" + line);
            text.append(line).append('\n');
        }
        assertThat(read(text.toString())).isEqualTo(expected);
        assertThat(read(gzip(text.toString().getBytes(UTF_8)))).isEqualTo(expected);
    }

    @Test
    void aTruncatedGzipGivesItsWholeLinesAndSaysSo() throws Exception {
        var random = new Random(7);
        var text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append(random.nextLong()).append('\n');
        }
        var whole = gzip(text.toString().getBytes(UTF_8));
        try (var lines = Lines.of(source(Arrays.copyOf(whole, whole.length / 2)))) {
            assertThatThrownBy(() -> {
                        while (lines.next().isPresent()) {}
                    })
                    .isInstanceOf(BrokenSourceException.class)
                    .hasMessageContaining("cut off");
            assertThat(lines.number()).isBetween(1_000L, 4_000L);
        }
    }

    @Test
    void aDamagedGzipSaysSo() throws Exception {
        var bytes = gzip("a\nb\n".getBytes(UTF_8));
        bytes[bytes.length - 6] ^= 1;
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(BrokenSourceException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void whatCannotBeNdjsonSaysWhatItIs() throws Exception {
        assertThatThrownBy(() -> read("")).hasMessage("there is nothing in it");
        assertThatThrownBy(() -> read(gzip(new byte[0]))).hasMessage("there is nothing in it");
        assertThatThrownBy(() -> read("PK\u0003\u0004…")).hasMessageContaining("zip archive");
        assertThatThrownBy(() -> read("{}".getBytes(UTF_16))).hasMessageContaining("UTF-16");
    }

    private static List<String> read(String text) throws Exception {
        return read(text.getBytes(UTF_8));
    }

    private static List<String> read(byte[] bytes) throws Exception {
        List<String> read = new ArrayList<>();
        try (var lines = Lines.of(source(bytes))) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                var complaint = line.get().complaint();
                read.add(line.get().number()
                        + (complaint == null ? ":" + line.get().text() : "!" + complaint));
            }
        }
        return read;
    }

    private static ImportSource source(byte[] bytes) {
        return ImportSource.stream("test", new ByteArrayInputStream(bytes));
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
