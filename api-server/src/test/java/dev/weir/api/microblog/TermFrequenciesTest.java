package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TermFrequenciesTest {

    private static final TermFrequencies COUNTED =
            new TermFrequencies(Map.of("tea", 0.2, "milk", 0.1, "it's", 0.3, "a\\b", 0.4), 0.01, 1_000);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "'tea' ~ 200",
                "'unheard' ~ 10",
                "('tea') ~ 200",
                "('tea' & 'milk') ~ 100",
                "('tea' <1> 'milk' <3> 'unheard') ~ 10",
                "('tea' | 'milk') ~ 300",
                "(('tea' | 'milk') & 'unheard') ~ 10",
                "('tea' & !'milk') ~ 200",
                "!'milk' ~ 1000",
                "('tea' & !('milk' | 'unheard')) ~ 200",
                "('tea' | !'milk') ~ 1000",
                "'it''s' ~ 300",
                "'a\\\\b' ~ 400",
            })
    void aQueryIsMetNoOftenerThanItsTermsAllow(String query, double most) {
        assertThat(COUNTED.most(terms(query))).isCloseTo(most, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "'tea", "tea", "('tea'", "'tea' &", "'tea' <1", "'tea' 'milk'", "'tea')", "!", "'un':*"})
    void whatIsNoQueryIsNotRare(String query) {
        assertThat(COUNTED.most(terms(query))).isEqualTo(1_000);
    }

    @Test
    void allOfSeveralAreNoOftenerThanTheRarestAndAnyNoOftenerThanTheirSum() {
        Condition tea = terms("'tea'");
        Condition reply = new Condition.Refers(Reference.REPLIED_TO, 7);

        assertThat(COUNTED.most(Condition.all(List.of(tea, reply)))).isEqualTo(200);
        assertThat(COUNTED.most(Condition.any(List.of(tea, reply)))).isInfinite();
        assertThat(COUNTED.most(Condition.any(List.of(
                        Condition.all(List.of(tea, reply)),
                        Condition.all(List.of(terms("'milk'"), new Condition.ByVerified()))))))
                .isEqualTo(300);
    }

    @Test
    void nothingIsKnownToBeRareUntilItIsCounted() {
        assertThat(TermFrequencies.UNKNOWN.most(terms("'unheard'"))).isInfinite();
    }

    /** Four times the hits are read sooner than {@code limit * posts / hits}, or there are too many of them all the same. */
    @ParameterizedTest
    @CsvSource({
        "1_000_000, 1_000, 11, true",
        "1_000_000, 1_700, 11, false",
        "1_000_000, 1_700, 100, true",
        "10_000, 100, 11, true",
        "10_000, 200, 11, false",
        "100_000_000, 1_999, 100, true",
        "100_000_000, 3_000, 100, false",
    })
    void whatIsLookedUpSoonerThanAPageOfItIsReadIsRare(String posts, String hits, int limit, boolean rare) {
        double all = Double.parseDouble(posts.replace("_", ""));
        var counted = new TermFrequencies(Map.of("word", Double.parseDouble(hits.replace("_", "")) / all), 1, all);

        assertThat(SqlSearch.isRare(terms("'word'"), limit, counted)).isEqualTo(rare);
    }

    @Test
    void onlyAWordOfHundredsOfPostsIsLookedForDayByDay() {
        var counted = new TermFrequencies(Map.of("hundreds", 0.0005, "dozens", 0.00005), 0.0001, 1_000_000);
        IdRange week = IdRange.ALL.after(10 * Snowflakes.DAY).before(17 * Snowflakes.DAY + 1);

        assertThat(SqlSearch.days(terms("'hundreds'"), week, counted))
                .contains(List.of(10L, 11L, 12L, 13L, 14L, 15L, 16L, 17L));
        assertThat(SqlSearch.days(terms("'dozens'"), week, counted)).isEmpty();
        assertThat(SqlSearch.days(terms("'never counted'"), week, counted)).isEmpty();
        assertThat(SqlSearch.days(terms("'hundreds'"), IdRange.ALL, counted))
                .as("too many days to name")
                .isEmpty();
    }

    private static Condition terms(String query) {
        return new Condition.Terms(query, true);
    }
}
