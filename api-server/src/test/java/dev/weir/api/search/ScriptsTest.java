package dev.weir.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.Users;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a query finds in the languages and scripts of the world, by hand-made posts: in search, and in streams, where accents
 * count. That the database answers as the matcher does is shown by {@link SearchProperties}.
 */
final class ScriptsTest {

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Text                     | query           | search | stream
                // Case, accents, width, ligatures.
                "Crème brûlée               | creme           | true   | false",
                "Crème brûlée               | CRÈME           | true   | true",
                "creme                      | crème           | true   | false",
                "Straße                     | strasse         | true   | true",
                "STRASSE                    | straße          | true   | true",
                "ΟΔΟΣ                       | οδος            | true   | true",
                "οδός                       | οδος            | true   | false",
                "ﬁne                        | fine            | true   | true",
                "ｆｕｌｌ ｗｉｄｔｈ                 | \"full width\"  | true   | true",
                "naïve                      | nai\u0308ve     | true   | true",
                "Ångström                   | angstrom        | true   | false",
                "Ёлка                       | елка            | true   | false",
                "Việt Nam                   | \"viet nam\"    | true   | false",
                "smörgåsbord                | smorgasbord     | true   | false",
                "co\u00ADoperate            | cooperate       | true   | true",
                "don't                      | don't           | true   | true",
                "don’t                      | don't           | true   | true",
                "well-known                 | \"well known\"  | true   | true",
                "running                    | run             | false  | false",
                // Turkish: the dotted and the dotless i are one letter in search.
                "ISPARTA                    | ısparta         | true   | true",
                "ısparta                    | isparta         | true   | true",
                "İSTANBUL                   | istanbul        | true   | false",
                "istanbul                   | ISTANBUL        | true   | true",
                "diyarbakır                 | diyarbakir      | true   | true",
                // Scripts without spaces: a word is found wherever it stands.
                "昨日東京タワーに行った               | 東京             | true   | true",
                "昨日東京タワーに行った               | タワー            | true   | true",
                "昨日東京タワーに行った               | 京都             | false  | false",
                "東京都に住む                    | 京都             | true   | true",
                "我爱北京天安门                   | 北京             | true   | true",
                "我爱北京天安门                   | 京天             | true   | true",
                "我爱北京天安门                   | 天京             | false  | false",
                "ﾄｳｷｮｳ                      | トウキョウ          | true   | true",
                "がっこう                      | かっこう           | false  | false",
                "서울특별시에서                   | 서울             | true   | true",
                "서울특별시에서                   | 부산             | false  | false",
                "สวัสดีครับ                    | สวัสดี            | true   | true",
                "ភាសាខ្មែរ                    | ខ្មែរ            | true   | true",
                "ສະບາຍດີ                      | ບາຍ             | true   | true",
                "မြန်မာ                       | မြန်မာ            | true   | true",
                "iPhone買った                 | iphone          | true   | true",
                "iPhone買った                 | 買った            | true   | true",
                // Right to left.
                "שָׁלוֹם עולם                  | שלום            | true   | false",
                "שלום עולם                  | \"שלום עולם\"   | true   | true",
                "مُحَمَّد                       | محمد            | true   | false",
                "محـــمد                     | محمد            | true   | true",
                "السلام عليكم               | عليكم           | true   | true",
                "\u200Fالسلام\u200F         | السلام          | true   | true",
                // Vowel signs are letters, not decoration.
                "हिन्दी भाषा                  | हिन्दी           | true   | true",
                "हिन्दी भाषा                  | हनद             | false  | false",
                "தமிழ்                       | தமிழ்            | true   | true",
                // Emoji are whole sequences.
                "love ❤️                     | ❤               | true   | true",
                "love ❤                     | ❤️              | true   | true",
                "👍🏽                         | 👍              | true   | true",
                "👍                         | 👍🏽             | false  | false",
                "👨‍👩‍👧‍👦                        | 👨‍👩‍👧‍👦            | true   | true",
                "👨‍👩‍👧‍👦                        | 👩              | false  | false",
                "🏳️‍🌈                         | 🏳️‍🌈             | true   | true",
                "🏳️‍🌈                         | 🌈              | false  | false",
                "🇩🇪🇫🇷                       | 🇩🇪             | true   | true",
                "🇩🇪🇫🇷                       | 🇪🇫             | false  | false",
                "yes😂no                    | no              | true   | true",
                "😂😂                       | 😂              | true   | true",
                "1️⃣ first                   | 1️⃣              | true   | true",
                // Tags in any script.
                "#Café                      | #cafe           | true   | false",
                "#Café                      | #CAFÉ           | true   | true",
                "#東京タワー                    | #東京タワー         | true   | true",
                "#東京タワー                    | #東京            | false  | false",
                "#東京タワー                    | 東京             | true   | true",
                "#Москва                    | #москва         | true   | true",
                "#שלום                      | #שלום           | true   | true",
                "#हिन्दी                     | #हिन्दी          | true   | true",
                "＃fullwidth                 | #fullwidth      | true   | true",
                "#2024election              | #2024election   | true   | true",
                "#tag                       | tag             | true   | true",
                "tag                        | #tag            | false  | false",
                "$TSLA up                   | $tsla           | true   | true",
                "TSLA up                    | $tsla           | false  | false",
                "hi @Bob_1                  | @bob_1          | true   | true",
                "mail bob@example.org       | @example        | false  | false"
            })
    void aWordFindsWhatItsReadersWouldExpect(String text, String query, boolean search, boolean stream)
            throws InvalidQueryException {
        assertThat(finds(query, text, Reading.SEARCH)).as("search").isEqualTo(search);
        assertThat(finds(query, text, Reading.STREAM)).as("stream").isEqualTo(stream);
    }

    private static boolean finds(String query, String text, Reading reading) throws InvalidQueryException {
        var post = new CountedPost(MicroblogRows.post(9, 1, text), new PostCounts(0, 0, 0, 0, 0, 0), true);
        return PostMatcher.of(QueryParser.parse(query, reading), reading)
                .matches(Subject.of(post, new Users(List.of()), Map.of(), Map.of(), reading));
    }
}
