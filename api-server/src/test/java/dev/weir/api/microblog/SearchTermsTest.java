package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.SearchTerms.Term;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchTermsTest {

    @ParameterizedTest
    @CsvSource({
        "Crème BRÛLÉE, creme brulee",
        "STRASSE Straße STRAẞE, strasse strasse strasse",
        "ΟΔΟΣ οδός, οδοσ οδοσ",
        "İstanbul ISTANBUL, istanbul istanbul",
        "ｆｕｌｌｗｉｄｔｈ, fullwidth",
        "ﬁne, fine",
        "don't, don t",
        "foo-bar_baz, foo bar_baz",
        "e\u0301te\u0301, ete",
        "שָׁלוֹם, שלום",
        "مُحَمَّد, محمد",
        "हिन्दी, हिन्दी",
        "soft\u00ADhyphen, softhyphen",
        "Ёлка Йод, елка иод"
    })
    void wordsAreFolded(String text, String lexemes) {
        assertThat(String.join(" ", lexemesOf(text))).isEqualTo(lexemes);
    }

    @Test
    void htmlEntitiesAreNoWords() {
        assertThat(lexemesOf("salt &amp; pepper &lt;3 &#39;x&#39; &quot;y&quot;"))
                .containsExactly("salt", "pepper", "3", "x", "y");
    }

    @Test
    void linksHaveNoWordsButKeepTheirPlace() {
        assertThat(SearchTerms.phrase("see https://t.co/AbC123?x=1#y now"))
                .containsExactly(new Term("see", 1), new Term("now", 3));
    }

    @Test
    void wordsOfUnspacedScriptsArePairsOfLetters() {
        assertThat(SearchTerms.phrase("東京タワー")).extracting(Term::lexeme).containsExactly("東京", "京タ", "タワ", "ワー");
        assertThat(SearchTerms.phrase("東")).containsExactly(new Term("東", 1));
        assertThat(SearchTerms.phrase("東京 tower")).containsExactly(new Term("東京", 1), new Term("tower", 3));
        assertThat(lexemesOf("iPhone買った")).containsExactly("iphone", "買っ", "った");
    }

    @Test
    void voicedKanaAreNotTheirPlainOnes() {
        assertThat(lexemesOf("がき")).containsExactly("がき");
        assertThat(lexemesOf("ｶﾞｷ")).containsExactly("ガキ");
    }

    @Test
    void emojiAreWholeSequences() {
        assertThat(lexemesOf("👨‍👩‍👧‍👦👍🏽❤️🇩🇪🇫🇷1️⃣🏴󠁧󠁢󠁥󠁮󠁧󠁿"))
                .containsExactly("👨‍👩‍👧‍👦", "👍🏽", "❤", "🇩🇪", "🇫🇷", "1⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿");
        assertThat(lexemesOf("no👩word")).containsExactly("no", "👩", "word");
    }

    @Test
    void anEmojiIsFoundWithoutItsSkinTone() {
        assertThat(SearchTerms.vector(post("👍🏽"))).contains("'👍🏽':1").contains("'👍':1");
    }

    @Test
    void tagsStandBesideTheirWords() {
        assertThat(SearchTerms.vector(post("go #Café @Bob_1 $TSLA")))
                .isEqualTo("'from:7' 'lang:en' 'go':1 'has:hashtags' '#cafe':2 'cafe':2 'has:mentions' '@bob_1':3"
                        + " 'bob_1':3 'has:cashtags' '$tsla':4 'tsla':4");
    }

    @Test
    void whatFollowsATagHasTheSameDistanceInPostAndSearch() {
        assertThat(SearchTerms.phrase("#東京タワー end")).containsExactly(new Term("#東京タワー", 1), new Term("end", 6));
        assertThat(SearchTerms.vector(post("#東京タワー end"))).contains("'end':6");
    }

    @Test
    void repliesQuotesAndRepostsAreMarked() {
        var all = new Post(9, 7, Instant.EPOCH, "", "zh-TW", 1, 1L, 2L, 3L, 4L, false, null, null);

        assertThat(SearchTerms.vector(all))
                .isEqualTo("'from:7' 'lang:zh-tw' 'to:2' 'is:reply' 'is:quote' 'is:retweet'");
    }

    @Test
    void quotesAndBackslashesAreEscaped() {
        assertThat(SearchTerms.quoted("it's \\ here")).isEqualTo("'it''s \\\\ here'");
    }

    @Test
    void longWordsAreCutAlikeInPostAndSearch() {
        String longWord = "é".repeat(5_000);

        assertThat(SearchTerms.phrase(longWord)).containsExactly(new Term("e".repeat(128), 1));
        assertThat(SearchTerms.vector(post(longWord))).contains("'" + "e".repeat(128) + "':1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void foldingTwiceChangesNothing(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String word = Folding.fold(Texts.random(random, 6));
            assertThat(Folding.fold(word))
                    .as("seed %d, word %s", seed, Texts.escaped(word))
                    .isEqualTo(word);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void wordsThatNeedNoFoldingAreKnown(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String word = "京" + Texts.random(random, 6);
            assertThat(Folding.fold(word))
                    .as("seed %d, word %s", seed, Texts.escaped(word))
                    .isEqualTo(Folding.foldFully(word));
        }
    }

    static List<String> lexemesOf(String text) {
        return SearchTerms.phrase(text).stream().map(Term::lexeme).toList();
    }

    static Post post(String text) {
        return new Post(1, 7, Instant.EPOCH, text, "en", 1, null, null, null, null, false, null, null);
    }
}
