package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.UserCounts;
import dev.weir.api.microblog.Users;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What streams find; that search and the database agree is shown by {@link SearchProperties}. */
final class PostMatcherTest {

    private static final Users USERS = new Users(List.of(user(1, "Ann"), user(2, "bob")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tea                 | true",
                "TEA                 | true",
                "te                  | false",
                "\"green tea\"       | true",
                "\"tea green\"       | false",
                "café                | true",
                "CAFE\u0301          | true",
                "cafe                | false",
                "#GRÜN               | true",
                "grün                | true",
                "#tea                | false",
                "from:ann            | true",
                "from:1              | true",
                "from:001            | true",
                "from:bob            | false",
                "to:BOB              | true",
                "to:2                | true",
                "to:ann              | false",
                "tea lang:en         | true",
                "tea lang:de         | false",
                "tea is:reply        | true",
                "tea is:retweet      | false",
                "tea has:hashtags    | true",
                "tea -has:links      | true",
                "tea -from:ann       | false",
                "milk OR tea         | true",
                "quoted              | true",
                "\"quoted words\"    | true",
                "\"grün quoted\"     | false",
                "tea has:cashtags    | false",
                "tea has:media       | true",
                "tea has:images      | true",
                "tea has:videos      | false",
                "tea -has:video_link | true",
                "tea -quoted         | false"
            })
    void streamsReadThePostAndTheOneItQuotes(String rule, boolean found) throws InvalidQueryException {
        CountedPost quoted = counted(MicroblogRows.post(8, 2, "quoted words $ABC"));
        Post post =
                new Post(9, 1, Instant.EPOCH, "Green tea, Café #grün", "en", 7, 7L, 2L, 8L, null, false, null, null);
        Subject subject = Subject.of(
                counted(MicroblogRows.attached(post, List.of("3_1", "7_9"))),
                USERS,
                Map.of(8L, quoted),
                Map.of("3_1", MicroblogRows.media("3_1", Media.Type.PHOTO)),
                Reading.STREAM);

        assertThat(PostMatcher.of(QueryParser.parse(rule), Reading.STREAM).matches(subject))
                .isEqualTo(found);
    }

    private static CountedPost counted(Post post) {
        return new CountedPost(post, new PostCounts(0, 0, 0, 0, 0, 0), true);
    }

    private static CountedUser user(long id, String name) {
        return new CountedUser(MicroblogRows.user(id, name), new UserCounts(0, 0, 0, 0, 0));
    }
}
