package dev.weir.api.keys;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PepperTest {

    private static final String TEXT = "a pepper for tests, long enough!";

    @Test
    void mustBeLong() {
        assertThatThrownBy(() -> new Pepper("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 32 bytes, had 5")
                .hasMessageNotContaining("short");
        assertThat(new Pepper("ü".repeat(16))).isNotNull();
    }

    @Test
    void itIsReadFromConfigurationAndShowsItselfToNobody() throws Exception {
        var pepper = new ObjectMapper().readValue("\"" + TEXT + "\"", Pepper.class);

        assertThat(pepper.toString()).isEqualTo("Pepper[hidden]");
    }

    @Test
    void hashesDependOnKeyAndPepper() {
        var key = ApiKey.issue(false, new SecureRandom());
        var other = ApiKey.issue(false, new SecureRandom());
        var hash = new Pepper(TEXT).hash(key);

        assertThat(hash.matches(new Pepper(TEXT).hash(key))).isTrue();
        assertThat(hash.matches(new Pepper(TEXT).hash(other))).isFalse();
        assertThat(hash.matches(new Pepper(TEXT + "x").hash(key))).isFalse();
        assertThat(KeyHash.ofHex(hash.hex()).matches(hash)).isTrue();
        assertThat(hash.toString()).isEqualTo("KeyHash[hidden]");
    }

    /** RFC 4231, test case 2, with the key padded to our least length, as computed by `openssl dgst -hmac`. */
    @Test
    void signsWithHmacSha256() {
        var signature = new Pepper("Jefe" + "x".repeat(28))
                .sign("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(signature))
                .isEqualTo("56201d6d0fde83ef9205edefecb76d8fe471c7f7cfefb79f7501950167c6a44a");
    }

    @Test
    void signsForManyThreadsAtOnce() {
        var pepper = new Pepper(TEXT);
        var contents = IntStream.range(0, 10_000).mapToObj(i -> ("content " + i).getBytes(StandardCharsets.US_ASCII));

        assertThat(contents.parallel()
                        .allMatch(content -> Arrays.equals(pepper.sign(content), new Pepper(TEXT).sign(content))))
                .isTrue();
    }

    @Test
    void hashesAreComparedInConstantTime() {
        var keys = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.weir.api.keys");

        classes()
                .that()
                .areAssignableTo(KeyHash.class)
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .check(keys);
        noClasses()
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .check(keys);
    }
}
