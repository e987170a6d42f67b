package dev.weir.api.imports;

import static dev.weir.api.imports.ImportScene.source;
import static dev.weir.api.imports.ImportScene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.imports.ImportReport.Found;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TwitterArchiveTest {

    private static final ImportSettings LENIENT = new ImportSettings(false, 3);
    private static final byte[] ARCHIVE = Archives.zip(Archives.folder("twitter"));
    private static final long FIRST = 1_050_118_621_198_921_728L;

    private final ImportScene scene = new ImportScene();

    private ImportReport run() {
        return scene.run(LENIENT, source("twitter.zip", ARCHIVE));
    }

    @Test
    void theArchiveIsImportedAndTheBadEntryToldWithItsPlace() {
        var report = run();

        assertThat(report)
                .isEqualTo(new ImportReport(
                        14, new Found(3, 1), new Found(6, 0), new Found(3, 0), new Found(1, 0), 0, 2, 1, 0, 0));
        assertThat(scene.problems)
                .containsExactly(
                        "twitter.zip!data/tweets.js:4: tweet.favorite_count must be a whole number, was \"many\"");
        assertThat(scene.miscounted()).isEmpty();
    }

    @Test
    void importedTwiceItDoublesNothing() {
        run();
        var before = scene.contents();
        var report = run();

        assertThat(scene.contents()).isEqualTo(before);
        assertThat(report.users()).isEqualTo(new Found(0, 4));
        assertThat(report.posts()).isEqualTo(new Found(0, 6));
        assertThat(report.follows()).isEqualTo(new Found(0, 3));
        assertThat(report.likes()).isEqualTo(new Found(0, 1));
    }

    @Test
    void anImportThatWasKilledIsCompletedByAnother() {
        run();
        var whole = scene.contents();
        var other = new ImportScene();
        other.killAfter(2);
        assertThatThrownBy(() -> other.run(LENIENT, source("twitter.zip", ARCHIVE)))
                .isInstanceOf(ImportScene.Killed.class);
        other.run(LENIENT, source("twitter.zip", ARCHIVE));

        assertThat(other.contents()).isEqualTo(whole);
    }

    @Test
    void textLosesItsHtmlEntitiesOnceAndLinksLeadWhereTheyLead() {
        run();

        assertThat(scene.find("posts", "id", FIRST).orElseThrow())
                .containsEntry("text", "@bo_lock rivers & <#locks https://t.co/abc123")
                .containsEntry("source", "Weir for Boats")
                .containsEntry("reply_to_id", 1_050_118_000_000_000_000L)
                .containsEntry("reply_to_user_id", 31L);
        assertThat(scene.find("posts", "id", FIRST).orElseThrow().get("entities"))
                .asString()
                .contains(
                        "\"expanded_url\": \"https://example.org/a/long/page\"",
                        "\"start\": 26",
                        "\"tag\": \"locks\"",
                        "\"id\": \"31\", \"end\": 8, \"start\": 0, \"username\": \"bo_lock\"");
        assertThat(scene.find("post_counts", "post_id", FIRST).orElseThrow())
                .containsEntry("likes", 12L)
                .containsEntry("reposts", 3L);
    }

    @Test
    void aRepeatIsToldByItsBeginningAndKnowsItsOriginalWhereTheArchiveDoes() {
        run();

        assertThat(scene.ask("select repost_of_id::text from microblog.posts where text like 'RT @%' order by id"))
                .hasSize(2)
                .doesNotContainNull()
                .last()
                .isEqualTo("1049999999999999999");
    }

    @Test
    void aLongPostGetsItsWholeTextAndOfEditedOnesTheLastVersionStays() {
        run();

        assertThat(scene.find("posts", "id", 1_630_000_000_000_000_000L)
                        .orElseThrow()
                        .get("text"))
                .asString()
                .endsWith("when the light came. #winter");
        assertThat(scene.ask("select text from microblog.posts where id > 1630000000000000000"))
                .containsExactly("the first version, mended 🌊");
    }

    @Test
    void deletedPostsMessagesAndAddressesStayOut() {
        run();

        assertThat(scene.contents().toString()).doesNotContain("never again", "secret", "never.read@example.org");
        assertThat(scene.ask("select created_at::text from microblog.posts where id = 20500"))
                .containsExactly("2009-05-10 09:00:00+00");
    }

    @Test
    void followersAreNumbersUntilTheyAreKnown() {
        run();
        assertThat(scene.users()).containsEntry(31L, "u_v").containsEntry(2841L, "mira_weir");
        scene.run(100, user(31, "bo_lock"));

        assertThat(scene.users()).containsEntry(31L, "bo_lock");
        assertThat(scene.find("user_counts", "user_id", 31).orElseThrow())
                .containsEntry("followers", 1L)
                .containsEntry("following", 1L);
        run();
        assertThat(scene.users()).containsEntry(31L, "bo_lock");
    }

    @Test
    void theOldNameAndUnwrappedPostsAreReadToo() {
        Map<String, byte[]> files = new TreeMap<>(Archives.folder("twitter"));
        files.remove("data/tweets.js");
        files.remove("data/tweets-part1.js");
        files = Archives.with(files, "data/tweet.js", """
                window.YTD.tweet.part0 = [ {
                  "id_str" : "1050118621198921728", "full_text" : "unwrapped", "favorite_count" : "0",
                  "retweet_count" : "0", "created_at" : "Wed Oct 10 20:19:24 +0000 2018", "lang" : "en"
                } ]""");
        scene.run(LENIENT, source("old.zip", Archives.zip(files)));

        assertThat(scene.posts()).containsOnlyKeys(FIRST);
    }

    @Test
    void picturesAndFilmsAreTakenWithTheirNumbersMadeNumbers() {
        var files = Archives.with(Archives.folder("twitter"), "data/tweets-part2.js", """
                window.YTD.tweets.part2 = [ { "tweet" : {
                  "id_str" : "1630000300000000000", "full_text" : "high water https://t.co/p", "favorite_count" : "0",
                  "retweet_count" : "0", "created_at" : "Sun Feb 26 23:52:46 +0000 2023", "lang" : "en",
                  "extended_entities" : { "media" : [ {
                    "id_str" : "71", "id" : "71", "type" : "photo", "url" : "https://t.co/p", "indices" : [ "11", "25" ],
                    "media_url" : "http://pbs.example.org/media/a.jpg",
                    "media_url_https" : "https://pbs.example.org/media/a.jpg",
                    "sizes" : { "thumb" : { "w" : "150", "h" : "150", "resize" : "crop" },
                      "large" : { "w" : "1200", "h" : "675", "resize" : "fit" } }
                  }, {
                    "id_str" : "72", "type" : "video", "ext_alt_text" : "a gate opens",
                    "media_url_https" : "https://pbs.example.org/ext_tw_video_thumb/b.jpg",
                    "video_info" : { "aspect_ratio" : [ "16", "9" ], "duration_millis" : "12345", "variants" : [
                      { "bitrate" : "832000", "content_type" : "video/mp4", "url" : "https://video.example.org/b.mp4" },
                      { "content_type" : "application/x-mpegURL", "url" : "https://video.example.org/b.m3u8" } ] }
                  }, {
                    "id_str" : "73", "type" : "animated_gif", "media_url" : "http://pbs.example.org/tweet_video_thumb/c.jpg"
                  }, {
                    "id_str" : "74", "type" : "photo", "media_url_https" : "pbs.example.org/no-scheme.jpg"
                  } ] } } }, { "tweet" : {
                  "id_str" : "1630000400000000000", "full_text" : "old", "favorite_count" : "0", "retweet_count" : "0",
                  "created_at" : "Sun Feb 26 23:53:10 +0000 2023",
                  "entities" : { "media" : [ { "id_str" : "75", "type" : "photo",
                    "media_url_https" : "https://pbs.example.org/media/d.jpg", "sizes" : { } } ] } } } ]""");
        scene.run(LENIENT, source("media.zip", Archives.zip(files)));

        assertThat(scene.ask("""
                select concat_ws(' ', media_key, type, url, preview_image_url, alt_text, width, height, duration_ms)
                from microblog.media order by media_key"""))
                .containsExactly(
                        "16_73 animated_gif http://pbs.example.org/tweet_video_thumb/c.jpg",
                        "3_5 photo",
                        "3_71 photo https://pbs.example.org/media/a.jpg 1200 675",
                        "3_75 photo https://pbs.example.org/media/d.jpg",
                        "7_72 video https://pbs.example.org/ext_tw_video_thumb/b.jpg a gate opens 12345");
        assertThat(scene.ask(
                        "select (variants #>> '{0,bit_rate}') || ' ' || (variants #>> '{1,url}') from microblog.media"
                                + " where variants is not null"))
                .containsExactly("832000 https://video.example.org/b.m3u8");
        assertThat(scene.ask("select attachments ->> 'media_keys' from microblog.posts where attachments is not null"
                        + " order by id"))
                .containsExactly("[\"3_5\"]", "[\"3_71\", \"7_72\", \"16_73\"]", "[\"3_75\"]");
        assertThat(scene.problems)
                .containsExactly(
                        "media.zip!data/tweets.js:4: tweet.favorite_count must be a whole number, was \"many\"",
                        "media.zip!data/tweets-part2.js:1: includes.media[3].url must be an address of http or https,"
                                + " was \"pbs.example.org/no-scheme.jpg\"");
        assertThat(scene.ask("select profile_banner_url from microblog.users where id = 2841"))
                .containsExactly("https://pbs.example.org/mira-banner");
    }

    @Test
    void aStrictImportLeavesNothing() {
        assertThatThrownBy(() -> scene.run(new ImportSettings(true, 2), source("twitter.zip", ARCHIVE)))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageStartingWith("twitter.zip!data/tweets.js:4:")
                .hasMessageEndingWith("Nothing was imported.");
        assertThat(scene.contents()).isEmpty();
    }

    @Test
    void aListThatBreaksOffKeepsWhatWasBefore() {
        var files = Archives.with(
                Archives.folder("twitter"),
                "data/tweets-part1.js",
                "window.YTD.tweets.part1 = [ {\"tweet\" : {\"id_str\" : \"16300");
        var report = scene.run(LENIENT, source("cut.zip", Archives.zip(files)));

        assertThat(scene.problems)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("cut.zip!data/tweets-part1.js:1: cannot be read: not JSON behind element 1");
        assertThat(report.posts().added()).isEqualTo(4);
        assertThat(report.follows().added()).isEqualTo(3);
    }
}
