package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.microblog.Texts;
import dev.weir.api.search.Query.AllOf;
import dev.weir.api.search.Query.AnyOf;
import dev.weir.api.search.Query.From;
import dev.weir.api.search.Query.Has;
import dev.weir.api.search.Query.Is;
import dev.weir.api.search.Query.Lang;
import dev.weir.api.search.Query.Not;
import dev.weir.api.search.Query.PostKind;
import dev.weir.api.search.Query.PostPart;
import dev.weir.api.search.Query.To;
import dev.weir.api.search.Query.Words;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryParserTest {

    @Test
    void aSpaceBindsBeforeOr() throws InvalidQueryException {
        assertThat(QueryParser.parse("a b OR c"))
                .isEqualTo(new AnyOf(List.of(new AllOf(List.of(word("a"), word("b"))), word("c"))));
        assertThat(QueryParser.parse("a (b OR c)"))
                .isEqualTo(new AllOf(List.of(word("a"), new AnyOf(List.of(word("b"), word("c"))))));
    }

    @Test
    void everyOperatorIsUnderstoodWhateverItsCase() throws InvalidQueryException {
        assertThat(QueryParser.parse(
                        "#tag @bob $TSLA 😂 \"a \\\"b\\\" c\" FROM:Alice to:12 lang:PT is:Retweet -has:LINKS"))
                .isEqualTo(new AllOf(List.of(
                        word("#tag"),
                        word("@bob"),
                        word("$TSLA"),
                        word("😂"),
                        new Words("a \"b\" c", true),
                        new From("alice"),
                        new To("12"),
                        new Lang("pt"),
                        new Is(PostKind.RETWEET),
                        new Not(new Has(PostPart.LINKS)))));
    }

    @Test
    void spacesOfAllKindsSeparate() throws InvalidQueryException {
        assertThat(QueryParser.parse(" a\u00A0b\u3000c\n"))
                .isEqualTo(new AllOf(List.of(word("a"), word("b"), word("c"))));
    }

    @Test
    void groupsWithinGroupsOfTheirKindAreOne() throws InvalidQueryException {
        assertThat(QueryParser.parse("((a) (b (c)))")).isEqualTo(new AllOf(List.of(word("a"), word("b"), word("c"))));
        assertThat(QueryParser.parse("(a OR (b)) OR (c OR d)"))
                .isEqualTo(new AnyOf(List.of(word("a"), word("b"), word("c"), word("d"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''            | 1 | expected a word, a phrase, an operator or '(', but the query ends here",
                "'a OR'        | 5 | expected a word, a phrase, an operator or '(', but the query ends here",
                "'OR a'        | 1 | expected a word, a phrase, an operator or '(', found OR",
                "'a OR OR b'   | 6 | expected a word, a phrase, an operator or '(', found OR",
                "'()'          | 2 | expected a word, a phrase, an operator or '(', found ')'",
                "'a (b'        | 3 | '(' is never closed",
                "'😂 a) b'     | 4 | ')' has no '(' before it",
                "'a \"b'       | 3 | the quote that begins here is never closed",
                "'a -(b c)'    | 4 | '-' negates one operator, not a group: write -a -b for neither",
                "'a - b'       | 4 | expected the operator that '-' negates, directly behind it",
                "'a --b'       | 4 | expected the operator that '-' negates, directly behind it",
                "'cats and b'  | 6 | 'and' is ambiguous: write OR between alternatives, a space for \"and\", or \"and\" in quotes for the word",
                "'from:'       | 6 | expected the value of from: directly behind the colon",
                "'from:@bob'   | 6 | from: expects a username of 1 to 15 letters, digits and _, without @, or a user id; found '@bob'",
                "'a lang:english' | 8 | lang: expects a language tag such as en or pt; found 'english'",
                "'a is:verified' | 6 | is:verified is not supported; expected one of reply, retweet, quote",
                "'a has:media' | 7 | has:media is not supported; expected one of hashtags, cashtags, mentions, links",
                "'place:x'     | 1 | the operator place: is not supported; supported are from: to: lang: is: has:; put text with a colon in quotes",
                "'a !?'        | 3 | '!?' holds nothing that can be searched: expected letters, digits or emoji (punctuation and links are not searched)",
                "'a #1'        | 3 | a hashtag is # with letters, digits and _, not all of them digits",
                "'@averyveryverylongname' | 1 | a mention is @ with a username of 1 to 15 letters, digits and _",
                "'-cat'        | 1 | lang:, is:, has: and negated operators need something to narrow down beside them: a word, phrase, #, @, $, from: or to:",
                "'lang:en'     | 1 | lang:, is:, has: and negated operators need something to narrow down beside them: a word, phrase, #, @, $, from: or to:",
                "'cat OR is:reply' | 8 | lang:, is:, has: and negated operators need something to narrow down beside them: a word, phrase, #, @, $, from: or to:"
            })
    void errorsSayWhereAndWhatWasExpected(String query, int position, String message) {
        assertThatThrownBy(() -> QueryParser.parse(query))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage(message + " (at position " + position + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(is:reply OR is:quote) cat", "cat -dog", "(cat OR is:reply) dog", "from:a -is:retweet"})
    void whatNarrowsDownMayStandBesideWhatStandsAlone(String query) throws InvalidQueryException {
        assertThat(QueryParser.parse(query).print()).isEqualTo(query);
    }

    @Test
    void sizeIsBounded() throws InvalidQueryException {
        QueryParser.parse("(".repeat(QueryParser.DEEPEST) + "a" + ")".repeat(QueryParser.DEEPEST));
        assertThatThrownBy(() -> QueryParser.parse("(".repeat(3_000) + "a" + ")".repeat(1_000)))
                .hasMessage("groups may be nested 16 deep (at position 17)");

        QueryParser.parse("a ".repeat(QueryParser.MOST_TERMS));
        assertThatThrownBy(() -> QueryParser.parse("a ".repeat(QueryParser.MOST_TERMS + 1)))
                .hasMessage("a query has at most 256 operators (at position 513)");

        QueryParser.parse("😂".repeat(QueryParser.LONGEST));
        assertThatThrownBy(() -> QueryParser.parse("a".repeat(4_097)))
                .hasMessage("a query has at most 4096 characters, this one has 4097 (at position 4097)");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void anyTextIsEitherUnderstoodOrRefusedWithAPlace(long seed) {
        var random = new Random(seed);
        int understood = 0;
        for (int i = 0; i < 4_000; i++) {
            String text = Texts.random(random, 12);
            try {
                Query query = QueryParser.parse(text);
                understood++;
                assertThat(QueryParser.parse(query.print()))
                        .as("seed %d: %s", seed, Texts.escaped(text))
                        .isEqualTo(query);
                assertThat(query.read(new IndexQuery(Map.of()))).isNotEmpty();
            } catch (InvalidQueryException e) {
                assertThat(e.position()).isBetween(1, text.codePointCount(0, text.length()) + 1);
            }
        }
        assertThat(understood).as("the generator must make valid queries too").isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void aPrintedTreeIsReadAsTheSameTree(long seed) throws InvalidQueryException {
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Query tree = tree(random, 3);
            assertThat(QueryParser.parse(tree.print()))
                    .as("seed %d: %s", seed, Texts.escaped(tree.print()))
                    .isEqualTo(tree);
        }
    }

    /** A tree in normal form in which every alternative stands on its own. */
    private static Query tree(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(3);
        return switch (kind) {
            case 1 ->
                new AllOf(IntStream.range(0, 2 + random.nextInt(3))
                        .mapToObj(i -> i == 0 || random.nextBoolean() ? notAll(random, depth - 1) : loose(random))
                        .collect(Collectors.toList()));
            case 2 ->
                new AnyOf(IntStream.range(0, 2 + random.nextInt(3))
                        .mapToObj(i -> notAny(random, depth - 1))
                        .collect(Collectors.toList()));
            default -> standing(random);
        };
    }

    private static Query notAll(Random random, int depth) {
        Query tree = tree(random, depth);
        return tree instanceof AllOf ? standing(random) : tree;
    }

    private static Query notAny(Random random, int depth) {
        Query tree = tree(random, depth);
        return tree instanceof AnyOf ? standing(random) : tree;
    }

    private static Query standing(Random random) {
        String[] words = {"a", "né", "#tag", "@bob", "$TSLA", "東京", "😂", "don't", "12:30", "x-y", "日\\"};
        String[] phrases = {"a b", "say \"hi\"", "back\\slash", "OR", "from:x", "(a)", " -a "};
        return switch (random.nextInt(4)) {
            case 0 -> new Words(phrases[random.nextInt(phrases.length)], true);
            case 1 -> new From("user" + random.nextInt(5));
            case 2 -> new To("99");
            default -> word(words[random.nextInt(words.length)]);
        };
    }

    private static Query loose(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Lang("en");
            case 1 -> new Is(random.nextBoolean() ? PostKind.REPLY : PostKind.QUOTE);
            case 2 -> new Has(random.nextBoolean() ? PostPart.LINKS : PostPart.CASHTAGS);
            default -> new Not(standing(random));
        };
    }

    private static Words word(String text) {
        return new Words(text, false);
    }
}
