package dev.weir.api.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.Snowflakes;
import dev.weir.api.microblog.UserCounts;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final long ID = Snowflakes.at(Instant.parse("2017-08-27T05:14:58.370Z"), 7);

    private final EntryReader reader = new EntryReader(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aUserIsReadWithEverythingTheDataApiTells() throws Exception {
        var user = user("""
                {"user": {"id": "12", "username": "Alice_1", "name": "Ålice 👩‍🚀", "created_at": "2009-02-03T04:05:06.000Z",
                "description": "tea\\n& \\"posts\\"", "location": "Kyiv", "url": "https://example.org/a", "protected": true,
                "verified": true, "profile_image_url": "https://example.org/a.png", "pinned_tweet_id": "99", "withheld": {},
                "public_metrics": {"followers_count": 3, "following_count": 4, "tweet_count": 5, "listed_count": 6,
                "like_count": 7}}}""".replace("\n", " "));
        assertThat(user.user().id()).isEqualTo(12);
        assertThat(user.user().username()).isEqualTo("Alice_1");
        assertThat(user.user().name()).isEqualTo("Ålice 👩‍🚀");
        assertThat(user.user().createdAt()).isEqualTo("2009-02-03T04:05:06Z");
        assertThat(user.user().description()).isEqualTo("tea\n& \"posts\"");
        assertThat(user.user().location()).isEqualTo("Kyiv");
        assertThat(user.user().url()).isEqualTo("https://example.org/a");
        assertThat(user.user().profileImageUrl()).isEqualTo("https://example.org/a.png");
        assertThat(user.user().verified()).isTrue();
        assertThat(user.user().isProtected()).isTrue();
        assertThat(user.user().suspended()).isFalse();
        assertThat(user.user().pinnedPostId()).isEqualTo(99);
        assertThat(user.counts()).isEqualTo(new UserCounts(3, 4, 0, 6, 7));
    }

    @Test
    void aPostIsReadWithEverythingTheDataApiTells() throws Exception {
        var entry = post("""
                {"post": {"id": "%d", "author_id": "12", "created_at": "2017-08-27T05:14:58.000Z", "text": "Hi @bob #café 🥊",
                "lang": "fr", "conversation_id": "5", "in_reply_to_user_id": "13", "possibly_sensitive": true,
                "source": "Web", "edit_history_tweet_ids": ["1"], "referenced_tweets": [{"type": "replied_to", "id": "6"},
                {"type": "quoted", "id": "7"}], "public_metrics": {"retweet_count": 1, "reply_count": 2, "like_count": 3,
                "quote_count": 4, "bookmark_count": 5, "impression_count": 6}}}""".formatted(ID).replace("\n", " "));
        var post = entry.post();
        assertThat(post.id()).isEqualTo(ID);
        assertThat(post.authorId()).isEqualTo(12);
        assertThat(post.text()).isEqualTo("Hi @bob #café 🥊");
        assertThat(post.lang()).isEqualTo("fr");
        assertThat(post.conversationId()).isEqualTo(5);
        assertThat(entry.conversationGiven()).isTrue();
        assertThat(post.replyToId()).isEqualTo(6);
        assertThat(post.replyToUserId()).isEqualTo(13);
        assertThat(post.quotedId()).isEqualTo(7);
        assertThat(post.repostOfId()).isNull();
        assertThat(post.possiblySensitive()).isTrue();
        assertThat(post.source()).isEqualTo("Web");
        assertThat(post.entities()).contains("\"bob\"").contains("\"café\"");
        assertThat(entry.counts()).contains(new PostCounts(2, 1, 3, 4, 5, 6));
    }

    @Test
    void whoIsMentionedIsTakenFromTheLineAndWhereFromTheText() throws Exception {
        var entities = post("""
                {"post": {"id": "%d", "author_id": "12", "text": "@bob @Cyd @dee @eve", "entities": {"mentions": [
                    {"start": 7, "end": 8, "username": "Bob", "id": "31"}, {"username": "cyd", "id": "-1"},
                    {"username": "dee", "id": 33}, "eve", {"id": "34"}]}}}""".formatted(ID)).post().entities();

        assertThat(Entities.mentionsIn(Objects.requireNonNull(entities)))
                .containsExactly(
                        new Entities.Mention(0, 4, "bob", 31L),
                        new Entities.Mention(5, 9, "Cyd", null),
                        new Entities.Mention(10, 14, "dee", null),
                        new Entities.Mention(15, 19, "eve", null));
    }

    @Test
    void whatAPostDoesNotTellIsUnknownAndNotInvented() throws Exception {
        var entry = post("""
                {"post": {"id": "%d", "author_id": "12", "text": "", "lang": null}}""".formatted(ID));
        assertThat(entry.post().lang()).isEqualTo("und");
        assertThat(entry.post().conversationId()).isEqualTo(ID);
        assertThat(entry.post().entities()).isNull();
        assertThat(entry.counts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // To the second, to the minute, to the millisecond, finer, with an offset: the id knows better.
        "2017-08-27T05:14:58.000Z, 2017-08-27T05:14:58.370Z",
        "2017-08-27T05:14:58Z, 2017-08-27T05:14:58.370Z",
        "2017-08-27T05:14:00.000Z, 2017-08-27T05:14:58.370Z",
        "2017-08-27T05:14:58.370Z, 2017-08-27T05:14:58.370Z",
        "2017-08-27T05:14:58.370999Z, 2017-08-27T05:14:58.370Z",
        "2017-08-27T07:14:58+02:00, 2017-08-27T05:14:58.370Z",
        // They differ: the line is believed.
        "2017-08-27T05:14:59.000Z, 2017-08-27T05:14:59Z",
        "2017-08-27T05:15:00.000Z, 2017-08-27T05:15:00Z",
        "2017-08-27T05:14:58.371Z, 2017-08-27T05:14:58.371Z",
        "2011-01-01T00:00:00.000Z, 2011-01-01T00:00:00Z",
    })
    void theTimeInTheIdCompletesTheGivenOne(String given, Instant expected) throws Exception {
        var entry = post("""
                {"post": {"id": "%d", "author_id": "1", "created_at": "%s", "text": "x"}}""".formatted(ID, given));
        assertThat(entry.post().createdAt()).isEqualTo(expected);
    }

    @Test
    void aUserWithoutATimeIsAsOldAsTheId() throws Exception {
        var told = "{\"user\": {\"id\": \"%d\", \"username\": \"a\", \"name\": \"a\"}}";
        assertThat(user(told.formatted(ID)).user().createdAt()).isEqualTo("2017-08-27T05:14:58.370Z");
        assertThat(user(told.formatted(12)).user().createdAt()).isEqualTo(Snowflakes.EPOCH);
        assertThat(user(told.formatted(Long.MAX_VALUE)).user().createdAt()).isEqualTo(Snowflakes.EPOCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | not one JSON object",
                "{\"user\": {} | not one JSON object",
                "{\"user\": {}} {} | not one JSON object",
                "{\"user\": {\"id\": \"1\", \"id\": \"2\"}} | Duplicate field",
                "[] | found an array",
                "5 | found the number 5",
                "null | found null",
                "{} | an object with no members",
                "{\"tweet\": {}} | the members \"tweet\"",
                "{\"user\": {}, \"post\": {}} | the members \"user\", \"post\"",
                "{\"user\": 5} | user must be an object, was the number 5",
                "{\"user\": {\"username\": \"a\", \"name\": \"a\"}} | user.id is missing",
                "{\"user\": {\"id\": null, \"username\": \"a\", \"name\": \"a\"}} | user.id is missing",
                "{\"user\": {\"id\": 12, \"username\": \"a\", \"name\": \"a\"}} | user.id must be a string of digits, was the number 12",
                "{\"user\": {\"id\": true, \"username\": \"a\", \"name\": \"a\"}} | user.id must be a string, was true",
                "{\"user\": {\"id\": \"-1\", \"username\": \"a\", \"name\": \"a\"}} | user.id must be a whole number from 1",
                "{\"user\": {\"id\": \"0\", \"username\": \"a\", \"name\": \"a\"}} | user.id must be a whole number from 1",
                "{\"user\": {\"id\": \"007\", \"username\": \"a\", \"name\": \"a\"}} | without leading zeros, was \"007\"",
                "{\"user\": {\"id\": \"9223372036854775808\", \"username\": \"a\", \"name\": \"a\"}} | user.id must be a whole number",
                "{\"user\": {\"id\": \"1\", \"username\": \"a b\", \"name\": \"a\"}} | user.username must be 1 to 15",
                "{\"user\": {\"id\": \"1\", \"username\": \"abcdefghijklmnop\", \"name\": \"a\"}} | user.username must be 1 to 15",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"\"}} | user.name is empty",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"verified\": \"yes\"}} | user.verified must be true or false",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"created_at\": \"2027-01-01T00:00:00Z\"}} | must not be in the future",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"created_at\": \"1969-12-31T00:00:00Z\"}} | must not be before 1970",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"created_at\": 1503810898}} | user.created_at must be a string",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"public_metrics\": {\"followers_count\": \"5\"}}} | user.public_metrics.followers_count must be a whole number, was the string \"5\"",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"public_metrics\": {\"followers_count\": -5}}} | must not be negative",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"public_metrics\": {\"followers_count\": 1e99}}} | must be a whole number",
                "{\"user\": {\"id\": \"1\", \"username\": \"a\", \"name\": \"a\", \"public_metrics\": {\"followers_count\": 99999999999999999999}}} | must be a whole number",
                "{\"post\": {\"id\": \"5\", \"author_id\": \"1\", \"text\": \"x\"}} | post.created_at is missing",
                "{\"post\": {\"id\": \"5\", \"author_id\": \"1\", \"created_at\": \"yesterday\", \"text\": \"x\"}} | post.created_at must be a time such as",
                "{\"post\": {\"id\": \"9000000000000000000\", \"author_id\": \"1\", \"text\": \"x\"}} | post.id carries a time in the future",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\"}} | post.text is missing",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"a\\u0000b\"}} | post.text has a NUL character",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"a\\ud83e b\"}} | half of a surrogate pair",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"a\\udd4a b\"}} | half of a surrogate pair",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"x\", \"lang\": \"e n\"}} | post.lang must be a language tag",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"x\", \"referenced_tweets\": {}}} | post.referenced_tweets must be an array",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"x\", \"referenced_tweets\": [{\"type\": \"liked\", \"id\": \"1\"}]}} | referenced_tweets[0].type must be replied_to",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"x\", \"referenced_tweets\": [{\"type\": \"quoted\", \"id\": \"901674378500472833\"}]}} | refers to the post itself",
                "{\"post\": {\"id\": \"901674378500472833\", \"author_id\": \"1\", \"text\": \"x\", \"referenced_tweets\": [{\"type\": \"quoted\", \"id\": \"1\"}, {\"type\": \"quoted\", \"id\": \"2\"}]}} | is the second of type quoted",
            })
    void whatIsWrongIsTold(String line, String complaint) {
        assertThatThrownBy(() -> reader.read(line))
                .isInstanceOf(BadEntryException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aTextHasABoundInCharactersNotInBytes() throws Exception {
        var line = "{\"post\": {\"id\": \"%d\", \"author_id\": \"1\", \"text\": \"%s\"}}";
        assertThat(post(line.formatted(ID, "🥊".repeat(25_000))).post().text()).hasSize(50_000);
        assertThatThrownBy(() -> reader.read(line.formatted(ID, "🥊".repeat(25_001))))
                .hasMessage("post.text must have at most 25,000 characters, had 25,001");
    }

    @Test
    void messagesAreHarmlessToATerminal() {
        assertThatThrownBy(() -> reader.read(
                        "{\"user\": {\"id\": \"\\u001b[2J\\u202e" + "9".repeat(500) + "\", \"username\": \"a\"}}"))
                .isInstanceOf(BadEntryException.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain("\u001b")
                        .doesNotContain("\u202e")
                        .hasSizeLessThan(200));
    }

    @Test
    void deepNestingIsABadLineAndNoCrash() {
        assertThatThrownBy(() -> reader.read("{\"user\":".repeat(100_000))).isInstanceOf(BadEntryException.class);
    }

    private Entry.OfUser user(String line) throws BadEntryException {
        return (Entry.OfUser) reader.read(line);
    }

    private Entry.OfPost post(String line) throws BadEntryException {
        return (Entry.OfPost) reader.read(line);
    }
}
