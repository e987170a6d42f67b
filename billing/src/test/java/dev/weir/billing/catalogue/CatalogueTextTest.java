package dev.weir.billing.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogueTextTest {

    @Test
    void readsPlansAndCosts() throws Exception {
        var catalogue = CatalogueText.parse(SampleCatalogue.TEXT, SampleCatalogue.ENDPOINTS);

        assertThat(catalogue.cost("GET /2/tweets/{id}")).isEqualTo(Cost.POSTS_RETURNED);
        assertThat(catalogue.cost("GET /2/users/{id}")).isEqualTo(Cost.ONE_REQUEST);
        var free = catalogue.plan("free").orElseThrow();
        assertThat(free.price()).isEmpty();
        assertThat(free.postsPerMonth()).isEqualTo(OptionalLong.of(1000));
        assertThat(free.burst()).contains(new Allowance(5, Duration.ofSeconds(1)));
        assertThat(free.queryLength()).isEqualTo(512);
        assertThat(free.terms("GET /2/tweets/{id}"))
                .contains(new Terms(List.of(new Allowance(15, Duration.ofMinutes(15)))));
        assertThat(free.terms("GET /2/users/{id}")).isEmpty();
        var basic = catalogue.plan("basic").orElseThrow();
        assertThat(basic.price()).contains(new Price(2500, Currency.getInstance("USD")));
        assertThat(basic.postsPerMonth()).isEmpty();
        assertThat(basic.burst()).isEmpty();
        assertThat(basic.terms("GET /2/tweets/{id}"))
                .contains(new Terms(
                        List.of(new Allowance(60, Duration.ofMinutes(15)), new Allowance(5000, Duration.ofHours(24)))));
        assertThat(basic.terms("GET /2/users/{id}")).contains(new Terms(List.of()));
        assertThat(basic.exportsAtOnce()).isEqualTo(3);
        assertThat(catalogue.plan("gold")).isEmpty();
        assertThatThrownBy(() -> catalogue.cost("GET /3")).hasMessageContaining("GET /3");
    }

    @Test
    void aPlanThatSaysNothingOfExportsAllowsOneAtOnce() throws Exception {
        var catalogue = CatalogueText.parse(SampleCatalogue.TEXT, SampleCatalogue.ENDPOINTS);

        assertThat(catalogue.plan("free").orElseThrow().exportsAtOnce()).isEqualTo(1);
    }

    @Test
    void windowsMayCountPerUserBesideThoseOfTheApp() throws Exception {
        var text = SampleCatalogue.TEXT.replace(
                "[5000 requests / 24 h, 60 requests / 15 min]",
                "[5000 requests / 15 min, 60 requests / 15 min per user]");

        assertThat(CatalogueText.parse(text, SampleCatalogue.ENDPOINTS)
                        .plan("basic")
                        .orElseThrow()
                        .terms("GET /2/tweets/{id}"))
                .contains(new Terms(List.of(
                        new Allowance(5000, Duration.ofMinutes(15)),
                        new Allowance(60, Duration.ofMinutes(15), Allowance.Holder.USER))));
    }

    @Test
    void whatEachUserMayDoDoesNotCoverTheAppOnTheLadder() {
        assertThat(new Allowance(1, Duration.ofHours(1))
                        .covers(new Allowance(1, Duration.ofHours(1), Allowance.Holder.USER)))
                .isFalse();
        assertThat(new Allowance(1, Duration.ofHours(1), Allowance.Holder.USER)
                        .covers(new Allowance(1, Duration.ofHours(1))))
                .isTrue();
    }

    @Test
    void theHashIsThatOfTheText() throws Exception {
        var catalogue = CatalogueText.parse(SampleCatalogue.TEXT, SampleCatalogue.ENDPOINTS);
        var commented = CatalogueText.parse(SampleCatalogue.TEXT + "# a remark\n", SampleCatalogue.ENDPOINTS);

        assertThat(catalogue.sha256()).matches("[0-9a-f]{64}").isNotEqualTo(commented.sha256());
    }

    /** Each row breaks the sample in one place: old text, new text, line, column, and a part of the message. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "posts: 1,000 posts / month | posts: 1000 | 10 | 12 | `1000` has no unit; write for example `10,000 posts / month`",
                "posts: 1,000 posts / month | posts: 0 posts / month | 10 | 12 | must be at least 1, was `0`",
                "posts: 1,000 posts / month | posts: -5 posts / month | 10 | 12 | must be at least 1, was `-5`",
                "posts: 1,000 posts / month | posts: 1,00 posts / month | 10 | 12 | whole number",
                "posts: 1,000 posts / month | posts: 1.5 posts / month | 10 | 12 | whole number",
                "posts: 1,000 posts / month | posts: 10 posts / 15 min | 10 | 12 | counted by the month",
                "posts: 1,000 posts / month | posts: 10 requests / month | 10 | 12 | counts posts, not `requests`",
                "posts: 1,000 posts / month | posts: 9999999999999999999999 posts / month | 10 | 12 | say `unlimited`",
                "posts: 1,000 posts / month | posts: | 10 | 11 | is empty",
                "posts: 1,000 posts / month | posts: ~ | 10 | 12 | cannot read `~`",
                "posts: 1,000 posts / month | posts: null | 10 | 12 | cannot read `null`",
                "posts: 1,000 posts / month | posts: {a: b} | 10 | 12 | must be a text",
                "posts: 1,000 posts / month | postz: 1,000 posts / month | 10 | 5 | did you mean `posts`?",
                "posts: 1,000 posts / month | postz: 1,000 posts / month | 7 | 3 | plan `free` lacks `posts`",
                "burst: 5 requests / 1 s | burst: 5 requests / 15 minutes | 11 | 12 | s, min, h or d, was `minutes`",
                "burst: 5 requests / 1 s | burst: 5 requests / 1 s per user | 11 | 12 | cannot read `5 requests / 1 s per user`",
                "60 requests / 15 min] | 60 requests / 24 h per users] | 30 | 50 | cannot read `60 requests / 24 h per users`",
                "burst: 5 requests / 1 s | burst: 5 requests / 32 d | 11 | 12 | 1 s to 31 d",
                "burst: 5 requests / 1 s | burst: 5 requests / 0 s | 11 | 12 | at least 1",
                "burst: 5 requests / 1 s | burst: 5 apples / 1 s | 11 | 12 | counts requests, not `apples`",
                "burst: 5 requests / 1 s | burst: five requests / 1 s | 11 | 12 | `five` is not a number",
                "query length: 512 characters | query length: 512 bytes | 12 | 19 | counts characters, not `bytes`",
                "query length: 512 characters | query length: 5000 characters | 12 | 19 | at most 4096",
                "streams: 1 connection | streams: 1 stream | 13 | 14 | counts connections, not `stream`",
                "streams: 1 connection | streams: 20,000 connections | 13 | 14 | at most 10000 connections",
                "streams: 2 connections | streams: 0 connections | 25 | 14 | at least 1",
                "rules: 5 rules | rules: 2,000 rules | 25 | 14 | fewer connections or rules, or shorter ones, than",
                "rules: 5 rules | rules: five rules | 14 | 12 | `five` is not a number",
                "rule length: 1,024 characters | rule length: 100 characters | 25 | 14 | shorter ones, than",
                "rule length: 512 characters | rule length: 512 | 15 | 18 | has no unit",
                "exports: 3 at once | exports: 3 | 28 | 14 | `3` has no unit; write for example `2 at once`",
                "exports: 3 at once | exports: 3 exports | 28 | 14 | cannot read `3 exports`; write for example `2 at once`",
                "exports: 3 at once | exports: 0 at once | 28 | 14 | must be at least 1, was `0`",
                "exports: 3 at once | exports: many at once | 28 | 14 | `many` is not a number",
                "exports: 3 at once | exports: 2,000 at once | 28 | 14 | at most 1000 exports at once are possible, was 2000",
                "exports: 3 at once | exports: [3 at once] | 28 | 14 | must be a text: write `2 at once`",
                "exports: 3 at once | export: 3 at once | 28 | 5 | did you mean `exports`?",
                "price: free of charge | price: 0.00 USD / month | 9 | 12 | `free of charge`",
                "price: free of charge | price: 10 USD / month | 9 | 12 | 2 digits after the point",
                "price: free of charge | price: 10.00 XQQ / month | 9 | 12 | no ISO 4217 currency",
                "price: free of charge | price: 10.00 USD / 2 month | 9 | 12 | for one month",
                "GET /2/users/{id}: not offered | GET /2/users/{id}: none | 18 | 26 | cannot read `none`",
                "GET /2/users/{id}: not offered | GET /2/users/{id}: [] | 18 | 26 | empty list",
                "GET /2/users/{id}: not offered | GET /2/users/{if}: not offered | 18 | 7 | did you mean `GET /2/users/{id}`?",
                "GET /2/users/{id}: not offered | GET /2/users/{if}: not offered | 16 | 5 | says nothing of `GET /2/users/{id}`",
                "GET /2/users/{id}: 1 request | GET /2/users/{id}: 2 requests | 4 | 22 | `1 request` or `posts returned`",
                "GET /2/users/{id}: 1 request | GET /2/lists/{id}: 1 request | 4 | 3 | unknown endpoint",
                "GET /2/users/{id}: 1 request | GET /2/lists/{id}: 1 request | 2 | 1 | lacks `GET /2/users/{id}`",
                "ladder: [free, basic] | ladder: [free, basics] | 5 | 16 | did you mean `basic`?",
                "ladder: [free, basic] | ladder: [basic, free] | 11 | 12 | less than in plan `basic`",
                "ladder: [free, basic] | ladder: [basic, free] | 18 | 26 | allows less than in plan `basic`",
                "ladder: [free, basic] | ladder: [free, free] | 5 | 16 | twice",
                "ladder: [free, basic] | ladders: [free, basic] | 5 | 1 | did you mean `ladder`?",
                "format: weir catalogue 1 | format: weir catalogue 2 | 1 | 9 | reads no format",
                "  basic: | \"  Basic!:\" | 19 | 3 | the name of a plan",
                "  basic: | \"  free:\" | 19 | 3 | twice, first on line 7",
                "60 requests / 15 min] | 60 requests / 24 h] | 30 | 50 | second window of the same length",
                "60 requests / 15 min] | 14 requests / 15 min] | 30 | 27 | allows less than in plan `free`",
                "description: For products. | description: &x For products. | 20 | 18 | anchors are not allowed",
                "description: For products. | description: !!str For products. | 20 | 18 | tags are not allowed",
                "description: For products. | description: *x | 20 | 18 | aliases are not allowed",
                "description: For products. | description: [For products. | 21 | 10 | not YAML",
                "description: For products. | ? [a, b] | 20 | 7 | must be a word",
            })
    void tellsWhereAndWhatToWriteInstead(String old, String written, int line, int column, String message) {
        var text = SampleCatalogue.TEXT.replace(old.strip(), written.strip());
        assertThat(text).isNotEqualTo(SampleCatalogue.TEXT);

        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).as(problem.toString()).isEqualTo(line);
            assertThat(problem.column()).as(problem.toString()).isEqualTo(column);
        });
    }

    @Test
    void tellsEverythingAtOnceFromTopToBottom() {
        var text = SampleCatalogue.TEXT
                .replace("weir catalogue 1", "json")
                .replace("512 characters", "512")
                .replace("25.00 USD", "25 USD");

        var problems = problems(text);

        assertThat(problems).extracting(CatalogueProblem::line).containsExactly(1, 12, 15, 21);
        assertThatThrownBy(() -> CatalogueText.parse(text, SampleCatalogue.ENDPOINTS))
                .hasMessageContaining("line 12, column 19: `query length` of plan `free`: `512` has no unit")
                .hasMessageContaining("line 21, column 12");
    }

    @Test
    void aPlanMayNotTakeAwayWhatTheOneBelowOffers() {
        var text = SampleCatalogue.TEXT.replace(
                "GET /2/tweets/{id}: [5000 requests / 24 h, 60 requests / 15 min]", "GET /2/tweets/{id}: not offered");

        assertThat(problems(text)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(30);
            assertThat(problem.message()).contains("`GET /2/tweets/{id}` of plan `basic` allows less");
        });
    }

    @Test
    void aPlanMayNotAllowFewerExportsThanTheOneBelow() {
        var text = SampleCatalogue.TEXT.replace(
                "rule length: 512 characters\n", "rule length: 512 characters\n    exports: 4 at once\n");

        assertThat(problems(text)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(29);
            assertThat(problem.message())
                    .contains(
                            "`exports` of plan `basic`: fewer at once than in plan `free`, which comes before `basic`");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   \n", "# nothing\n", "---\n", "[]", "just a word", "- a\n- b\n", "\u0000", "a: \uD800"})
    void refusesTextsThatAreNoCatalogueAtAll(String text) {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problems(SampleCatalogue.TEXT + "---\na: b\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("one document"));
    }

    @Test
    void refusesBombsWithoutFollowingThem() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            var before = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s, %s, %s]\n".formatted(i, i, before, before, before));
        }
        assertThat(problems(bomb.toString())).hasSizeGreaterThan(40);
        assertThat(problems("x: " + "[".repeat(100_000))).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains("nested too deeply");
            assertThat(problem.column()).isLessThan(20);
        });
        assertThat(problems("#".repeat(CatalogueText.LARGEST_BYTES + 1)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("262145 bytes"));
    }

    @Test
    void readsFilesAndPointsAtBytesThatAreNotText(@TempDir Path directory) throws Exception {
        var good = Files.writeString(directory.resolve("good.yml"), "\uFEFF" + SampleCatalogue.TEXT);
        var bad = Files.write(directory.resolve("bad.yml"), new byte[] {'a', ':', '\n', 'b', (byte) 0xC3, '('});

        assertThat(CatalogueText.parse(good, SampleCatalogue.ENDPOINTS).plans()).hasSize(2);
        var refused = catchThrowableOfType(
                InvalidCatalogueException.class, () -> CatalogueText.parse(bad, SampleCatalogue.ENDPOINTS));
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.column()).isEqualTo(2);
        });
    }

    @Test
    void theCatalogueOfTheServerIsValid() throws Exception {
        var file = Path.of("..", "api-server", "config", "plans.yml");
        var ids = Files.readAllLines(file).stream()
                .dropWhile(line -> !line.startsWith("endpoints:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(line -> line.substring(2, line.indexOf(": ")))
                .collect(Collectors.toSet());

        var catalogue = CatalogueText.parse(file, ids);

        assertThat(catalogue.plans().keySet()).isEqualTo(Set.of("free", "basic", "premium", "academic", "first-party"));
        assertThat(ids).hasSizeGreaterThanOrEqualTo(9);
    }

    private static List<CatalogueProblem> problems(String text) {
        return catchThrowableOfType(
                        InvalidCatalogueException.class, () -> CatalogueText.parse(text, SampleCatalogue.ENDPOINTS))
                .problems();
    }
}
