package dev.weir.api.imports;

import static dev.weir.api.imports.ImportScene.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.imports.archive.ArchiveLimits;
import dev.weir.api.imports.archive.TarArchive;
import dev.weir.api.imports.archive.UnsafeArchiveException;
import dev.weir.api.imports.archive.ZipArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsafeArchiveTest {

    private static final ArchiveLimits SMALL = new ArchiveLimits(5, 200, 16L << 20);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "../evil.js, leads out of the archive",
        "data/../../evil.js, leads out of the archive",
        "data\\..\\evil.js, leads out of the archive",
        "/etc/evil, is absolute",
        "C:/evil, is absolute",
        "data/more.zip, is an archive within the archive",
        "data/more.tar.gz, is an archive within the archive"
    })
    void namesThatAnHonestArchiveDoesNotHaveAreRefused(String name, String why) {
        assertThatThrownBy(() -> zip(Map.of(name, new byte[1])))
                .isInstanceOf(UnsafeArchiveException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> tar(Archives.tar(Map.of(name, new byte[1]))))
                .isInstanceOf(UnsafeArchiveException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aBombOfZeroesIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> zip(Map.of("data/tweets.js", new byte[8 << 20])))
                .isInstanceOf(UnsafeArchiveException.class)
                .hasMessageContaining("unpacks to more than 200 times its size");
        assertThatThrownBy(() -> tar(Archives.gzip(Archives.tar(Map.of("outbox.json", new byte[8 << 20])))))
                .isInstanceOf(UnsafeArchiveException.class)
                .hasMessageContaining("unpacks to more than 200 times its size");
    }

    @Test
    void aBombWhoseDirectoryLiesIsRefusedWhenItIsRead() throws Exception {
        byte[] bytes = Archives.zip(Map.of("data/tweets.js", new byte[8 << 20]));
        // The unpacked size stands 24 bytes into the entry of the directory.
        int entry = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
        bytes[entry + 24] = 100;
        bytes[entry + 25] = 0;
        bytes[entry + 26] = 0;
        bytes[entry + 27] = 0;
        try (var zip = ZipArchive.open(write(bytes), SMALL);
                var in = zip.open("data/tweets.js")) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void tooManyEntriesAreRefused() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            files.put("file" + i, new byte[0]);
        }
        assertThatThrownBy(() -> zip(files)).hasMessageContaining("more than 5 entries");
        assertThatThrownBy(() -> tar(Archives.tar(files))).hasMessageContaining("more than 5 entries");
    }

    @Test
    void aNameThatStandsTwiceIsRefused() {
        byte[] zip = Archives.zip(new LinkedHashMap<>(Map.of("data/a.js", new byte[1], "data/b.js", new byte[2])));
        String text = new String(zip, StandardCharsets.ISO_8859_1).replace("data/b.js", "data/a.js");
        assertThatThrownBy(() -> ZipArchive.open(write(text.getBytes(StandardCharsets.ISO_8859_1)), SMALL))
                .hasMessageContaining("stands in it twice");
        var tar = new ByteArrayOutputStream();
        Archives.tarEntry(tar, "outbox.json", '0', "", new byte[1]);
        Archives.tarEntry(tar, "./outbox.json", '0', "", new byte[1]);
        assertThatThrownBy(() -> tar(tar.toByteArray())).hasMessageContaining("stands in it twice");
    }

    @ParameterizedTest
    @CsvSource({"2, is a link", "1, is a link", "3, is neither a file nor a folder"})
    void linksAndDevicesInATarAreRefused(char type, String why) {
        var tar = new ByteArrayOutputStream();
        Archives.tarEntry(tar, "outbox.json", type, "/etc/passwd", new byte[0]);
        assertThatThrownBy(() -> tar(tar.toByteArray()))
                .isInstanceOf(UnsafeArchiveException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anUnsafeArchiveImportsNothingAndSaysWhy() {
        var scene = new ImportScene();
        var files = Archives.with(Archives.folder("twitter"), "../evil.js", "x");
        var report = scene.run(new ImportSettings(false, 10), source("evil.zip", Archives.zip(files)));

        assertThat(report.incompleteSources()).isEqualTo(1);
        assertThat(scene.problems)
                .containsExactly("evil.zip: is refused as unsafe: the name \"../evil.js\" leads out of the archive");
        assertThat(scene.contents()).isEmpty();
    }

    @Test
    void aZipOfSomethingElseSaysWhatIsExpected() {
        var scene = new ImportScene();
        scene.run(new ImportSettings(false, 10), source("x.zip", Archives.zip(Map.of("notes.txt", new byte[3]))));

        assertThat(scene.problems).singleElement().asString().contains("data/account.js", "outbox.json");
    }

    private void zip(Map<String, byte[]> files) throws Exception {
        ZipArchive.open(write(Archives.zip(files)), SMALL).close();
    }

    private static void tar(byte[] bytes) throws Exception {
        boolean gzipped = bytes.length > 2 && bytes[0] == 0x1f;
        TarArchive.read(new ByteArrayInputStream(bytes), gzipped, name -> true, SMALL)
                .close();
    }

    private Path write(byte[] bytes) throws Exception {
        return Files.write(directory.resolve("archive.zip"), bytes);
    }
}
