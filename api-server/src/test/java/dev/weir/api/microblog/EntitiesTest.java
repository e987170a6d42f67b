package dev.weir.api.microblog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.Entities.Link;
import dev.weir.api.microblog.Entities.Mention;
import dev.weir.api.microblog.Entities.Tag;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EntitiesTest {

    @Test
    void placesCountCodePointsAndEndsAreExclusive() {
        var entities = Entities.of("👨‍👩‍👧 #Café @bob $TSLA http://t.co/x");

        assertThat(entities.hashtags()).containsExactly(new Tag(6, 11, "Café"));
        assertThat(entities.mentions()).containsExactly(new Mention(12, 16, "bob", null));
        assertThat(entities.cashtags()).containsExactly(new Tag(17, 22, "TSLA"));
        assertThat(entities.urls()).containsExactly(new Link(23, 36, "http://t.co/x", "http://t.co/x", "t.co/x"));
    }

    @Test
    void theJsonIsThatOfTheDataApi() {
        assertThat(Entities.of("#a @b $c https://www.example.org/a/very/long/path/indeed")
                        .toJson())
                .hasValue("{\"hashtags\":[{\"start\":0,\"end\":2,\"tag\":\"a\"}],"
                        + "\"cashtags\":[{\"start\":6,\"end\":8,\"tag\":\"c\"}],"
                        + "\"mentions\":[{\"start\":3,\"end\":5,\"username\":\"b\"}],"
                        + "\"urls\":[{\"start\":9,\"end\":56,\"url\":\"https://www.example.org/a/very/long/path/indeed\","
                        + "\"expanded_url\":\"https://www.example.org/a/very/long/path/indeed\","
                        + "\"display_url\":\"example.org/a/very/long/pa…\"}]}");
        assertThat(Entities.of("nothing here").toJson()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'see http://a.b/c.', http://a.b/c",
        "'(http://a.b/c)', http://a.b/c",
        "'http://a.b/c_(d)', http://a.b/c_(d)",
        "'&quot;http://a.b/c&quot; x', http://a.b/c",
        "'http://a.b/?x=1&amp;y=2!', http://a.b/?x=1&amp;y=2",
        "'http://a.b/c日本', http://a.b/c",
        "'https://münchen.example/straße …', https://münchen.example/straße"
    })
    void linksEndWhereTheSentenceGoesOn(String text, String url) {
        assertThat(Entities.of(text).urls()).extracting(Link::url).containsExactly(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#1",
                "a#b",
                "&#39;",
                "#",
                "mail me@example.org",
                "@",
                "@seventeen_letters_",
                "x@y",
                "$5",
                "US$AB",
                "$TOOLONG",
                "http://",
                "xhttp://a.b",
                "@a@b",
                "#️⃣"
            })
    void whatOnlyLooksLikeAnEntityIsNone(String text) {
        assertThat(Entities.of(text).toJson()).isEmpty();
    }

    @Test
    void storedMentionsCanBeReadBack() {
        var entities = Entities.of("@a and @B #c http://d.e @a again").knowing(Map.of("b", 7L));
        var json = entities.toJson().orElseThrow();

        assertThat(json).contains("{\"start\":7,\"end\":9,\"username\":\"B\",\"id\":\"7\"}");
        assertThat(Entities.mentionsIn(json))
                .isEqualTo(entities.mentions())
                .containsExactly(
                        new Mention(0, 2, "a", null), new Mention(7, 9, "B", 7L), new Mention(24, 26, "a", null));
        assertThat(Entities.mentionsIn(
                        Entities.of("#username \"username\"").toJson().orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void everyEntityStandsWhereItSays(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String text = Texts.random(random, 30);
            int[] points = text.codePoints().toArray();
            var entities = Entities.of(text);
            for (var tag : entities.hashtags()) {
                assertThat(new String(points, tag.start() + 1, tag.end() - tag.start() - 1))
                        .as("seed %d, text %s", seed, Texts.escaped(text))
                        .isEqualTo(tag.tag());
            }
            for (var link : entities.urls()) {
                assertThat(new String(points, link.start(), link.end() - link.start()))
                        .isEqualTo(link.url());
            }
        }
    }

    @Test
    void hostileTextTakesNoTime() {
        for (String piece :
                new String[] {"!", "(", ")", ")(", "&amp;", "#1", "@", "http://a", "http://a((", "\u200D", "&#"}) {
            Entities.of("http://a.b/" + piece.repeat(100_000) + "\u0001");
        }
    }
}
