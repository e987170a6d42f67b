package dev.weir.api.imports;

import static dev.weir.api.imports.ImportScene.id;
import static dev.weir.api.imports.ImportScene.post;
import static dev.weir.api.imports.ImportScene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.imports.ImportReport.Found;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Media, polls and banners in the shape of the data API. */
class AttachmentImportTest {

    private static final String PHOTO =
            "{\"media_key\": \"3_1\", \"type\": \"photo\", \"url\": \"https://img.example/1.jpg\", \"alt_text\": \"a weir\","
                    + " \"width\": 640, \"height\": 480}";
    private static final String VIDEO =
            "{\"media_key\": \"13_2\", \"type\": \"video\", \"preview_image_url\": \"https://img.example/2.jpg\","
                    + " \"duration_ms\": 9000, \"variants\": [{\"bit_rate\": 832000, \"content_type\": \"video/mp4\","
                    + " \"url\": \"https://v.example/2.mp4\", \"x\": 1}], \"public_metrics\": {\"view_count\": 3}}";
    private static final String POLL =
            "{\"id\": \"5\", \"options\": [{\"position\": 1, \"label\": \"left\", \"votes\": 2}, {\"position\": 2,"
                    + " \"label\": \"right\", \"votes\": 0}], \"duration_minutes\": 60,"
                    + " \"end_datetime\": \"2031-01-06T19:40:40.000Z\", \"voting_status\": \"open\"}";

    private final ImportScene scene = new ImportScene();

    @Test
    void mediaAndPollsAreStoredAsTheyCameAndFoundByTheirTypes() {
        var report = scene.run(
                100,
                user(1, "alice"),
                with(1, media("3_1", "13_2"), "\"media\": [" + VIDEO + ", " + PHOTO + "]"),
                with(2, ", \"attachments\": {\"poll_ids\": [\"5\"]}", "\"polls\": [" + POLL + "]"),
                with(3, media("3_1"), "\"media\": [" + PHOTO + "]"));

        assertThat(scene.problems).isEmpty();
        assertThat(report).isEqualTo(new ImportReport(4, new Found(1, 0), new Found(3, 0), 0, 0));
        assertThat(scene.ask("select m::text from microblog.media m order by media_key"))
                .containsExactly(
                        "(13_2,video,,https://img.example/2.jpg,,,,9000,\"[{\"\"url\"\": \"\"https://v.example/2.mp4\"\","
                                + " \"\"bit_rate\"\": 832000, \"\"content_type\"\": \"\"video/mp4\"\"}]\")",
                        "(3_1,photo,https://img.example/1.jpg,,\"a weir\",640,480,,)");
        assertThat(
                        scene.ask(
                                "select options #>> '{0,label}' || ' ' || (options #>> '{0,votes}') || ' ' ||"
                                        + " duration_minutes || ' ' || (end_datetime at time zone 'UTC') from microblog.polls where id = 5"))
                .containsExactly("left 2 60 2031-01-06 19:40:40");
        assertThat(scene.ask("select attachments::text from microblog.posts order by id"))
                .containsExactly(
                        "{\"media_keys\": [\"3_1\", \"13_2\"]}",
                        "{\"poll_ids\": [\"5\"]}",
                        "{\"media_keys\": [\"3_1\"]}");
        assertThat(found("has:media")).isEqualTo(id(1) + " " + id(3));
        assertThat(found("has:images")).isEqualTo(id(1) + " " + id(3));
        assertThat(found("has:videos")).isEqualTo(Long.toString(id(1)));
    }

    @Test
    void importedTwiceAndInBatchesOfAnySizeItIsTheSame() {
        String[] lines = {
            with(1, media("3_1", "13_2"), "\"media\": [" + PHOTO + ", " + VIDEO + "]"),
            with(2, media("3_1"), "\"media\": [" + PHOTO.replace("a weir", "another") + "]"),
            user(1, "alice"),
            with(3, ", \"attachments\": {\"poll_ids\": [\"5\"]}", "\"polls\": [" + POLL + "]")
        };
        scene.run(100, lines);
        var once = scene.contents();
        var report = scene.run(1, lines);
        assertThat(scene.contents()).isEqualTo(once).anyMatch(row -> row.contains("a weir"));
        assertThat(report.posts()).isEqualTo(new Found(0, 3));

        var other = new ImportScene();
        other.run(1, lines);
        assertThat(other.contents()).isEqualTo(once);
    }

    /** What is stored already stays; and what it is found by is what it is here, not what a later file calls it. */
    @Test
    void mediaThatAreKnownKeepTheirType() {
        scene.run(100, user(1, "alice"), with(1, media("3_1"), "\"media\": [" + PHOTO + "]"));
        scene.run(100, with(2, media("3_1"), "\"media\": [" + PHOTO.replace("photo", "video") + "]"));

        assertThat(scene.ask("select type from microblog.media")).containsExactly("photo");
        assertThat(found("has:images")).isEqualTo(id(1) + " " + id(2));
        assertThat(found("has:videos")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"url\": \"https://img.example/1.jpg\" | \"url\": \"javascript:alert(1)\" | includes.media[0].url must be an address of http or https, was \"javascript:alert(1)\"",
                "https://img.example/1.jpg | file:///etc/passwd | includes.media[0].url must be an address",
                "https://img.example/1.jpg | https:///nohost | includes.media[0].url must be an address",
                "https://img.example/1.jpg | https://a b | includes.media[0].url must be an address",
                "https://img.example/1.jpg | https://a/\\u202e | includes.media[0].url must be an address",
                "https://img.example/1.jpg | https://a/\\\">  | includes.media[0].url must be an address",
                "\"https://img.example/1.jpg\" | 7 | includes.media[0].url must be a string, was the number 7",
                "\"photo\" | \"model3d\" | includes.media[0].type must be photo, video or animated_gif, was \"model3d\"",
                "\"type\": \"photo\", | `` | includes.media[0].type is missing",
                "640 | 0 | includes.media[0].width must be a whole number from 1 to 2147483647, was the number 0",
                "640 | 1e9 | includes.media[0].width must be a whole number",
                "640 | 9999999999 | includes.media[0].width must be a whole number",
                "640 | \"640\" | includes.media[0].width must be a whole number from 1 to 2147483647, was the string",
                "a weir | a\\u0000weir | includes.media[0].alt_text has a NUL character",
                "\"width\" | \"variants\": [{\"content_type\": \"video/mp4\"}], \"width\" | includes.media[0].variants[0].url is missing",
                "\"width\" | \"variants\": [{\"url\": \"ftp://a\"}], \"width\" | includes.media[0].variants[0].url must be an address",
                "\"width\" | \"variants\": {}, \"width\" | includes.media[0].variants must be an array",
                "\"media\": [{ | \"media\": [5, 6, [], { | includes.media[0] must be an object, was the number 5",
                "\"media_key\": \"3_1\" | \"media_key\": \"3_8\" | post.attachments.media_keys names \"3_1\", which is not in includes.media",
            })
    void aBadMediumIsToldAndThePostAndTheOthersComeIn(String part, String replacement, String complaint) {
        var line = with(1, media("3_1", "13_2"), "\"media\": [" + PHOTO + ", " + VIDEO + "]")
                .replace(part, replacement);
        var report = scene.run(100, user(1, "alice"), line);

        assertThat(scene.problems).hasSize(1).first().asString().startsWith("a:2: " + complaint);
        assertThat(report.posts().added()).isEqualTo(1);
        assertThat(report.skipped()).isZero();
        assertThat(report.skippedParts()).isEqualTo(1);
        assertThat(report.complete()).isFalse();
        assertThat(found("has:videos")).isEqualTo(Long.toString(id(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"options\": [ | \"choices\": [ | includes.polls[0].options has no choices",
                "\"left\" | 5 | includes.polls[0].options[0].label must be a string",
                "\"votes\": 2 | \"votes\": -2 | includes.polls[0].options[0].votes must not be negative",
                "60 | 0 | includes.polls[0].duration_minutes must be a whole number from 1",
                "2031-01-06T19:40:40.000Z | soon | includes.polls[0].end_datetime must be a time such as",
            })
    void aBadPollIsToldAndThePostComesIn(String part, String replacement, String complaint) {
        var line = with(1, ", \"attachments\": {\"poll_ids\": [\"5\"]}", "\"polls\": [" + POLL + "]")
                .replace(part, replacement);
        scene.run(100, user(1, "alice"), line);

        assertThat(scene.problems).singleElement().asString().startsWith("a:2: " + complaint);
        assertThat(scene.storedPost(1)).containsEntry("attachments", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"attachments\": 5 | post.attachments must be an object",
                "\"attachments\": {\"media_keys\": \"3_1\"} | post.attachments.media_keys must be an array",
                "\"attachments\": {\"media_keys\": [\"3_1\"]} | includes must be an object, was an array",
                "\"attachments\": {\"media_keys\": [\"3_1\"]} | post.attachments.media_keys names \"3_1\", which is not in includes.media",
            })
    void attachmentsThatAreNoneDoNotKeepThePostOut(String member, String complaint) {
        scene.run(100, user(1, "alice"), post(1, 1, ", " + member).replaceFirst("}$", ", \"includes\": []}"));

        assertThat(scene.problems).anySatisfy(told -> assertThat(told).startsWith("a:2: " + complaint));
        assertThat(scene.posts()).containsOnlyKeys(id(1));
    }

    @Test
    void aPostThatWaitsForItsAuthorTellsItsFlawsOnce() {
        var line = with(1, media("3_1"), "\"media\": []");
        scene.run(1, line, user(1, "alice"));

        assertThat(scene.problems).singleElement().asString().startsWith("a:1: post.attachments.media_keys names");
        scene.run(1, with(2, media("3_1"), "\"media\": []").replace("\"author_id\": \"1\"", "\"author_id\": \"7\""));
        assertThat(scene.problems).singleElement().asString().startsWith("a:1: the author 7 is neither");
    }

    @Test
    void aStrictImportEndsWithABadMedium() {
        assertThatThrownBy(() -> scene.strict(100, user(1, "alice"), with(1, media("3_1"), "\"media\": []")))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageEndingWith("Nothing was imported.");
        assertThat(scene.contents()).isEmpty();
    }

    @Test
    void noMoreThanTwentyAreTaken() {
        var keys = IntStream.rangeClosed(1, 21).mapToObj(n -> "3_" + n).toArray(String[]::new);
        var all = IntStream.rangeClosed(1, 21)
                .mapToObj(n -> PHOTO.replace("3_1", "3_" + n))
                .collect(Collectors.joining(","));
        scene.run(100, user(1, "alice"), with(1, media(keys), "\"media\": [" + all + "]"));

        assertThat(scene.problems)
                .containsExactly("a:2: post.attachments.media_keys has 21 entries, of which the first 20 are taken");
        assertThat(scene.ask("select count(*)::text from microblog.media")).containsExactly("20");
    }

    @Test
    void aBannerIsTakenAndABadOneCostsOnlyItself() {
        scene.run(100, banner(1, "https://img.example/b.jpg"), banner(2, "data:image/png;base64,AAAA"));

        assertThat(scene.ask("select id || ' ' || coalesce(profile_banner_url, '-') from microblog.users order by id"))
                .containsExactly("1 https://img.example/b.jpg", "2 -");
        assertThat(scene.problems)
                .containsExactly("a:2: user.profile_banner_url must be an address of http or https,"
                        + " was \"data:image/png;base64,AAAA\"");
    }

    /** The words of who wrote them do not stay behind. */
    @Test
    void mediaAndPollsGoWithTheLastPostThatShowsThem() {
        var poll = ", \"attachments\": {\"poll_ids\": [\"5\"], \"media_keys\": [\"3_1\"]}";
        var both = "\"polls\": [" + POLL + "], \"media\": [" + PHOTO + "]";
        scene.run(100, user(1, "alice"), with(1, poll, both), with(2, poll, both), post(3, 1));

        scene.execute("delete from microblog.posts where id in (%d, %d)".formatted(id(1), id(3)));
        assertThat(scene.ask("select media_key from microblog.media")).containsExactly("3_1");
        assertThat(scene.ask("select id::text from microblog.polls")).containsExactly("5");

        scene.execute("delete from microblog.posts");
        assertThat(scene.ask("select media_key from microblog.media")).isEmpty();
        assertThat(scene.ask("select id::text from microblog.polls")).isEmpty();
    }

    @Test
    void aDamagedRowCanBeDeleted() {
        scene.run(100, user(1, "alice"), post(1, 1), post(2, 1), post(3, 1));
        scene.execute("update microblog.posts set attachments = '{\"poll_ids\": [\"x\", \"99999999999999999999\"],"
                + " \"media_keys\": 5}' where id = " + id(1));
        scene.execute("update microblog.posts set attachments = '[5]' where id = " + id(2));

        scene.execute("delete from microblog.posts");
        assertThat(scene.posts()).isEmpty();
    }

    private String found(String term) {
        return String.join(
                " ",
                scene.ask(
                        "select id::text from microblog.posts where search @@ cast(? as tsquery) order by id",
                        "'" + term + "'"));
    }

    private static String with(int n, String members, String includes) {
        return post(n, 1, members).replaceFirst("}$", ", \"includes\": {" + includes + "}}");
    }

    private static String media(String... keys) {
        return ", \"attachments\": {\"media_keys\": [\"%s\"]}".formatted(String.join("\", \"", keys));
    }

    private static String banner(long id, String address) {
        return user(id, "user" + id).replaceFirst("}}$", ", \"profile_banner_url\": \"" + address + "\"}}");
    }
}
