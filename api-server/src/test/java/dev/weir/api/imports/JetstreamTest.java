package dev.weir.api.imports;

import static dev.weir.api.imports.ImportScene.source;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.imports.ImportReport.Found;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JetstreamTest {

    private static final ImportSettings LENIENT = new ImportSettings(false, 4);
    private static final byte[] EVENTS = Archives.file("jetstream.ndjson");

    private final ImportScene scene = new ImportScene();

    @Test
    void eventsBecomeUsersPostsAndEdges() {
        var report = scene.run(LENIENT, source("j", EVENTS));

        assertThat(report.lines()).isEqualTo(22);
        assertThat(report.posts().added()).isEqualTo(5);
        assertThat(report.skipped()).isEqualTo(1);
        assertThat(scene.problems).singleElement().asString().startsWith("j:21: event.time_us must be a whole number");
        assertThat(scene.ask("select text from microblog.posts order by id"))
                .containsExactly(
                        "Größe 🌊 see log.example/ver… #wehr, @bo.bsky.social",
                        "an answer",
                        "quoting",
                        scene.ask("select text from microblog.posts where repost_of_id is not null")
                                .get(0),
                        "to an older one");
        assertThat(scene.miscounted()).isEmpty();
    }

    @Test
    void theNetworksTimeCountsAndNotTheAuthors() {
        scene.run(LENIENT, source("j", EVENTS));

        assertThat(scene.ask("select created_at::text from microblog.posts order by id limit 1"))
                .containsExactly("2023-11-14 22:13:23+00");
    }

    @Test
    void whenSomeoneSignedUpIsNotMadeUpOfAnIdThatWas() {
        scene.run(LENIENT, source("j", EVENTS));

        assertThat(scene.ask("select distinct created_at::text from microblog.users"))
                .containsExactly("2010-11-04 01:42:54.657+00");
    }

    @Test
    void facetsAreTurnedFromBytesToCharactersAndFromDidsToIds() {
        scene.run(LENIENT, source("j", EVENTS));
        var answerer = scene.ask("select author_id::text from microblog.posts where text = 'an answer'")
                .get(0);

        assertThat(scene.ask("select entities::text from microblog.posts order by id limit 1")
                        .get(0))
                .contains("\"end\": 28, \"url\": \"https://log.example/very/long\", \"start\": 12")
                .contains("\"end\": 34, \"tag\": \"wehr\", \"start\": 29")
                .contains("\"id\": \"" + answerer + "\", \"end\": 51, \"start\": 36, \"username\": \"bo\"")
                .doesNotContain("inside", "beyond");
    }

    @Test
    void profilesAndHandlesAreTaken() {
        scene.run(LENIENT, source("j", EVENTS));

        assertThat(scene.ask("select username || ' ' || name || ' ' || description from microblog.users"
                        + " where description = 'bridges'"))
                .containsExactly("Anneke_Lock Anneke 🌉 bridges");
    }

    @Test
    void whatWasTakenBackIsGoneWithItsCounts() {
        scene.run(new ImportSettings(false, 1), source("j", EVENTS));

        assertThat(scene.contents().toString()).doesNotContain("regretted", "I was here");
        assertThat(scene.miscounted()).isEmpty();
        assertThat(scene.ask("""
                select likes || ' ' || reposts || ' ' || replies || ' ' || quotes from microblog.post_counts
                where likes > 0""")).containsExactly("1 1 1 1");
        assertThat(scene.ask("select followers::text from microblog.user_counts where followers > 0"))
                .containsExactly("1");
        assertThat(scene.ask("select count(*)::text from microblog.follows")).containsExactly("1");
        assertThat(scene.ask("select count(*)::text from microblog.likes")).containsExactly("1");
        assertThat(scene.ask("select reason from microblog.deletions order by reason"))
                .containsExactly("deactivated", "deleted");
        assertThat(scene.ask("select count(*)::text from microblog.users where suspended"))
                .containsExactly("1");
    }

    @Test
    void picturesAndFilmsHaveWordsAndATypeButNoAddress() {
        scene.run(LENIENT, source("j", photo(1, "alt one"), photo(2, ""), quoteWithFilm(3)));

        assertThat(scene.problems).isEmpty();
        assertThat(scene.ask(
                        "select concat_ws(' ', type, alt_text, url, width, height) from microblog.media order by 1"))
                .containsExactly("photo", "photo alt one", "video the lock");
        assertThat(found("'has:images'")).containsExactly("post 1", "post 2");
        assertThat(found("'has:videos' & 'is:quote'")).containsExactly("post 3");

        scene.run(LENIENT, source("j", """
                {"did":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa","time_us":1700000099000000,"kind":"commit","commit":{\
                "operation":"delete","collection":"app.bsky.feed.post","rkey":"rk1"}}"""));
        assertThat(scene.ask("select concat_ws(' ', type, alt_text) from microblog.media order by 1"))
                .containsExactly("photo", "video the lock");
    }

    private List<String> found(String terms) {
        return scene.ask("select text from microblog.posts where search @@ cast(? as tsquery) order by text", terms);
    }

    private static String photo(int number, String alt) {
        return event(number, """
                {"$type":"app.bsky.embed.images","images":[{"alt":"%s","image":{"$type":"blob","ref":{"$link":"bafkr"},\
                "mimeType":"image/jpeg","size":9},"aspectRatio":{"width":4,"height":3}}]}""".formatted(alt));
    }

    private static String quoteWithFilm(int number) {
        return event(number, """
                {"$type":"app.bsky.embed.recordWithMedia","media":{"$type":"app.bsky.embed.video","alt":"the lock",\
                "video":{"$type":"blob","ref":{"$link":"bafkr"},"mimeType":"video/mp4","size":9}},"record":{\
                "$type":"app.bsky.embed.record","record":{"cid":"x",\
                "uri":"at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/rk1"}}}""");
    }

    private static String event(int number, String embed) {
        return """
                {"did":"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa","time_us":170000000%1$d000000,"kind":"commit","commit":{\
                "operation":"create","collection":"app.bsky.feed.post","rkey":"rk%1$d","record":{\
                "$type":"app.bsky.feed.post","text":"post %1$d","createdAt":"2023-11-14T22:13:23Z","embed":%2$s}}}""".formatted(number, embed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 1000})
    void againAndInBatchesOfAnySizeItIsTheSame(int batch) {
        scene.run(LENIENT, source("j", EVENTS));
        var once = scene.contents();
        var report = scene.run(new ImportSettings(false, batch), source("j", EVENTS));
        assertThat(scene.contents()).isEqualTo(once);
        assertThat(report.posts().added()).isZero();
        assertThat(report.follows()).isEqualTo(new Found(0, 1));

        var other = new ImportScene();
        other.run(new ImportSettings(false, batch), source("j.gz", Archives.gzip(EVENTS)));
        assertThat(other.contents()).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eventsThatComeAgainInAnyOrderChangeNothing(long seed) {
        scene.run(LENIENT, source("j", EVENTS));
        var once = scene.contents();
        List<String> lines = new ArrayList<>(new String(EVENTS, UTF_8).lines().toList());
        Collections.shuffle(lines, new Random(seed));
        scene.run(LENIENT, source("j", String.join("\n", lines).getBytes(UTF_8)));

        assertThat(scene.contents()).isEqualTo(once);
        assertThat(scene.miscounted()).isEmpty();
    }
}
