package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.microblog.Counter;
import dev.weir.api.microblog.Reference;
import dev.weir.api.microblog.Texts;
import dev.weir.api.search.Query.AllOf;
import dev.weir.api.search.Query.AnyOf;
import dev.weir.api.search.Query.AtLeast;
import dev.weir.api.search.Query.Has;
import dev.weir.api.search.Query.Is;
import dev.weir.api.search.Query.Lang;
import dev.weir.api.search.Query.Link;
import dev.weir.api.search.Query.Not;
import dev.weir.api.search.Query.PostKind;
import dev.weir.api.search.Query.PostPart;
import dev.weir.api.search.Query.Refers;
import dev.weir.api.search.Query.User;
import dev.weir.api.search.Query.UserRole;
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
                        new User(UserRole.FROM, "alice"),
                        new User(UserRole.TO, "12"),
                        new Lang("pt"),
                        new Is(PostKind.RETWEET),
                        new Not(new Has(PostPart.LINKS)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retweets_of:alice",
                "url:\"example.org/a b\"",
                "conversation_id:1",
                "in_reply_to_tweet_id:2",
                "retweets_of_tweet_id:3",
                "quotes_of_tweet_id:4",
                "min_likes:5",
                "min_replies:6",
                "min_reposts:7",
                "a is:verified -is:nullcast has:media has:images has:videos lang:zh-hant-tw"
            })
    void everyOperatorIsPrintedAsItIsRead(String query) throws InvalidQueryException {
        assertThat(QueryParser.parse(query).print()).isEqualTo(query);
        assertThat(QueryParser.parse(query, Reading.STREAM).print()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a b\"~3",
                "bio:\"data scientist\"",
                "bio_name:\"x\"",
                "bio_location:\"Paris\"",
                "followers_count:10..500",
                "following_count:10",
                "tweets_count:0..1",
                "listed_count:7",
                "source:\"Web App\"",
                "url_contains:\"a/b\"",
                "a sample:10"
            })
    void rulesHaveOperatorsOfTheirOwn(String rule) throws InvalidQueryException {
        assertThat(QueryParser.parse(rule, Reading.STREAM).print()).isEqualTo(rule);
        assertThatThrownBy(() -> QueryParser.parse(rule)).hasMessageContaining("rules of the filtered stream");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'sample:10'  | 1 | lang:, is:, has:, sample: and negated operators need something to narrow down beside them: a word, phrase, #, @, $, from:, to:, url: or another that stands on its own",
                "'a sample:0' | 10 | sample: expects a percentage of 1 to 100; found '0'",
                "'followers_count:9..1' | 17 | followers_count: expects a number, or two as in 100..5000, the smaller first; found '9..1'",
                "'\"a b\"~99' | 7 | ~ expects how many words may stand between, 1 to 10; found '99'"
            })
    void errorsInRulesSayWhere(String rule, int position, String message) {
        assertThatThrownBy(() -> QueryParser.parse(rule, Reading.STREAM))
                .hasMessage(message + " (at position " + position + ")");
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
                "'a is:blue'   | 6 | is:blue is not supported; expected one of reply, retweet, quote, verified, nullcast",
                "'a is:nullcast' | 6 | is:nullcast can only be negated: -is:nullcast",
                "'a has:gifs'  | 7 | has:gifs is not supported; expected one of hashtags, cashtags, mentions, links, media, images, videos",
                "'a has:geo'   | 7 | has:geo is not served here: posts carry no places",
                "'place:x'     | 1 | the operator place: is not served here: posts carry no places",
                "'a list:12'   | 3 | the operator list: is not served here: there are no lists of users; write (from:a OR from:b)",
                "'a context:1.2' | 3 | the operator context: is not served here: posts carry no topics",
                "'frm:x'       | 1 | the operator frm: is not supported; supported are from: to: retweets_of: url: conversation_id: in_reply_to_tweet_id: retweets_of_tweet_id: quotes_of_tweet_id: min_likes: min_replies: min_reposts: lang: is: has:; put text with a colon in quotes",
                "'a bio:x'     | 3 | the operator bio: is for rules of the filtered stream, not for search",
                "'a sample:5'  | 3 | the operator sample: is for rules of the filtered stream, not for search",
                "'\"a b\"~2'   | 6 | ~ (words near each other) is for rules of the filtered stream; search has phrases only",
                "'url:'        | 5 | expected the value of url: directly behind the colon",
                "'url:\"a'     | 5 | the quote that begins here is never closed",
                "'url:?'       | 5 | url: expects a part of an address with letters or digits; found '?'",
                "'min_likes:0' | 11 | min_likes: expects a number of at least 1; found '0'",
                "'min_replies:many' | 13 | min_replies: expects a number of at least 1; found 'many'",
                "'conversation_id:x' | 17 | conversation_id: expects a post's id, 1 to 19 digits; found 'x'",
                "'retweets_of:@a' | 13 | retweets_of: expects a username of 1 to 15 letters, digits and _, without @, or a user id; found '@a'",
                "'a !?'        | 3 | '!?' holds nothing that can be searched: expected letters, digits or emoji (punctuation is not searched, and links by url: only)",
                "'a #1'        | 3 | a hashtag is # with letters, digits and _, not all of them digits",
                "'@averyveryverylongname' | 1 | a mention is @ with a username of 1 to 15 letters, digits and _",
                "'-cat'        | 1 | lang:, is:, has: and negated operators need something to narrow down beside them: a word, phrase, #, @, $, from:, to:, url: or another that stands on its own",
                "'lang:en'     | 1 | lang:, is:, has: and negated operators need something to narrow down beside them: a word, phrase, #, @, $, from:, to:, url: or another that stands on its own",
                "'cat OR is:reply' | 8 | lang:, is:, has: and negated operators need something to narrow down beside them: a word, phrase, #, @, $, from:, to:, url: or another that stands on its own"
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
                assertThat(query.read(new QueryCondition(Map.of()))).isNotNull();
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
        return switch (random.nextInt(8)) {
            case 3 ->
                new Refers(random.nextBoolean() ? Reference.CONVERSATION : Reference.QUOTED, random.nextInt(1_000));
            case 4 -> new AtLeast(random.nextBoolean() ? Counter.LIKES : Counter.REPOSTS, 1 + random.nextInt(1_000));
            case 5 -> new Link(random.nextBoolean() ? "example.org/a \"b\"" : "x");
            case 0 -> new Words(phrases[random.nextInt(phrases.length)], true);
            case 1 -> new User(UserRole.FROM, "user" + random.nextInt(5));
            case 2 -> new User(UserRole.RETWEETS_OF, "99");
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
