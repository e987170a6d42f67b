package dev.weir.api.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiKeyTest {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String ID = "abcDEF012345";
    private static final String SECRET = "0".repeat(32);

    private final ApiKey live = ApiKey.issue(false, new SecureRandom());
    private final ApiKey test = ApiKey.issue(true, new SecureRandom());

    @Test
    void anIssuedKeyHasTheFormAndReadsBack() {
        assertThat(live.reveal()).matches("weir_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}");
        assertThat(test.reveal()).matches("weir_test_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}");
        assertThat(ApiKey.parse(live.reveal())).hasValueSatisfying(read -> {
            assertThat(read.id()).isEqualTo(live.reveal().substring(10, 22));
            assertThat(read.test()).isFalse();
            assertThat(read.reveal()).isEqualTo(live.reveal());
        });
        assertThat(ApiKey.parse(test.reveal()))
                .hasValueSatisfying(read -> assertThat(read.test()).isTrue());
    }

    @Test
    void theChecksumIsThatOfAnIndependentWriter() {
        assertThat(live.reveal()).endsWith(KeyForge.checksum(live.reveal().substring(0, 55)));
        assertThat(ApiKey.parse(KeyForge.key("live", ID, SECRET)))
                .hasValueSatisfying(read -> assertThat(read.id()).isEqualTo(ID));
    }

    @Test
    void keysAreNeverTheSame() {
        var random = new SecureRandom();
        var ids = new HashSet<String>();
        var secrets = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            var key = ApiKey.issue(false, random);
            ids.add(key.id());
            secrets.add(key.reveal().substring(23, 55));
        }
        assertThat(ids).hasSize(10_000);
        assertThat(secrets).hasSize(10_000);
    }

    @Test
    void itShowsNothingOfItsSecret() {
        assertThat(live.toString()).isEqualTo(live.hint());
        assertThat(live.hint()).hasSize(23).startsWith("weir_live_" + live.id().substring(0, 8));
        assertThat(live.hint()).endsWith("…" + live.reveal().substring(57));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "weir_live_",
                "weir_live_abcDEF012345_00000000000000000000000000000000000000",
                "weir_demo_abcDEF012345_00000000000000000000000000000000000000",
                "\u0000",
                "\uD800",
                "😀",
                "Bearer",
                "null"
            })
    void refusesWhatHasNotTheForm(String text) {
        assertThat(ApiKey.parse(text)).isEmpty();
    }

    @Test
    void refusesOtherKindsAndOtherLengthsEvenWithARightChecksum() {
        assertThat(ApiKey.parse(KeyForge.key("admin", ID, SECRET))).isEmpty();
        assertThat(ApiKey.parse(KeyForge.key("prod", ID, SECRET))).isEmpty();
        assertThat(ApiKey.parse(KeyForge.key("live", ID + "0", SECRET))).isEmpty();
        assertThat(ApiKey.parse(KeyForge.key("live", ID, SECRET + "0"))).isEmpty();
        assertThat(ApiKey.parse(KeyForge.key("live", ID.replace('a', '-'), SECRET)))
                .isEmpty();
        assertThat(ApiKey.parse(KeyForge.key("live", ID, SECRET.replace("00", "_0"))))
                .isEmpty();
        assertThat(ApiKey.parse(live.reveal() + " ")).isEmpty();
        assertThat(ApiKey.parse("x".repeat(5_000_000))).isEmpty();
    }

    @Test
    void everySingleTypingErrorIsRefused() {
        var key = live.reveal();
        for (int at = 0; at < key.length(); at++) {
            for (int digit = 0; digit < DIGITS.length(); digit++) {
                if (key.charAt(at) != DIGITS.charAt(digit)) {
                    var typed = key.substring(0, at) + DIGITS.charAt(digit) + key.substring(at + 1);
                    assertThat(ApiKey.parse(typed)).as("position %s", at).isEmpty();
                }
            }
        }
    }

    @Test
    void aMillionMadeUpKeysAreRefused() {
        var random = new Random(20261121);
        int accepted = 0;
        for (int i = 0; i < 1_000_000; i++) {
            if (ApiKey.parse(madeUp(random, i % 4)).isPresent()) {
                accepted++;
            }
        }
        assertThat(accepted).isZero();
    }

    private String madeUp(Random random, int kind) {
        return switch (kind) {
            case 0 -> "weir_live_" + digits(random, 12) + "_" + digits(random, 38);
            case 1 -> live.reveal().substring(0, 55) + digits(random, 5) + "!";
            case 2 -> digits(random, random.nextInt(80));
            default -> anything(random);
        };
    }

    private static String digits(Random random, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return text.toString();
    }

    private static String anything(Random random) {
        var text = new StringBuilder("weir_test_");
        for (int i = 0; i < 51; i++) {
            text.append((char) random.nextInt(0x10000));
        }
        return text.toString();
    }
}
