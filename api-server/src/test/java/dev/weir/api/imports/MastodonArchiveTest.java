package dev.weir.api.imports;

import static dev.weir.api.imports.ImportScene.source;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.imports.ImportReport.Found;
import dev.weir.api.microblog.Snowflakes;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MastodonArchiveTest {

    private static final ImportSettings LENIENT = new ImportSettings(false, 3);
    private static final Map<String, byte[]> FILES = Archives.folder("mastodon");

    private final ImportScene scene = new ImportScene();

    @Test
    void onlyWhatWasPublicIsImported() {
        var report = scene.run(LENIENT, source("m.zip", Archives.zip(FILES)));

        assertThat(report)
                .isEqualTo(
                        new ImportReport(10, new Found(1, 0), new Found(5, 0), Found.NONE, Found.NONE, 0, 3, 1, 0, 0));
        assertThat(scene.problems)
                .containsExactly(
                        "m.zip!outbox.json:8: object.published must be a time such as 2017-08-27T05:14:58Z, was"
                                + " \"yesterday\"");
        assertThat(scene.contents().toString()).doesNotContain("secret", "for followers", "unlisted");
        assertThat(scene.miscounted()).isEmpty();
    }

    @Test
    void htmlBecomesTextWithWholeLinks() {
        scene.run(LENIENT, source("m.zip", Archives.zip(FILES)));

        assertThat(scene.ask("select text from microblog.posts order by id limit 1"))
                .containsExactly("Opened at eight.\nTwo barges & a swan, @bo\n\n"
                        + "#locks https://log.example/2019/10/19/the-very-long-entry");
        assertThat(scene.ask("select entities::text from microblog.posts order by id limit 1")
                        .get(0))
                .contains("the-very-long-entry", "\"username\": \"bo\"", "\"tag\": \"locks\"");
        assertThat(scene.ask("select username || ' ' || name || ' ' || description from microblog.users"))
                .containsExactly("tjark_of_the_lo Tjark 🚣 Keeps the lock https://lock.example/ & the log");
    }

    @Test
    void whenTheyBeganIsToldByTheActorOrNotAtAll() {
        var untold = new HashMap<>(FILES);
        untold.put(
                "actor.json",
                new String(FILES.get("actor.json"), UTF_8)
                        .replace("\"published\"", "\"untold\"")
                        .getBytes(UTF_8));

        scene.run(LENIENT, source("m.zip", Archives.zip(untold)));

        assertThat(scene.ask("select created_at::text from microblog.users"))
                .containsExactly("2010-11-04 01:42:54.657+00");
    }

    @Test
    void answersAndWarningsAreKept() {
        scene.run(LENIENT, source("m.zip", Archives.zip(FILES)));

        assertThat(scene.ask("""
                select p.text from microblog.posts p join microblog.posts first on first.id = p.reply_to_id
                where p.possibly_sensitive and p.conversation_id = first.id and p.lang = 'nl'
                    and p.reply_to_user_id = p.author_id and first.text like 'Opened%'""")).containsExactly("eels\n\nA dozen, the long kind");
        assertThat(scene.ask("select replies::text from microblog.post_counts where replies > 0"))
                .containsExactly("1");
    }

    @Test
    void idsAreOfTheTimeOfPublicationAndRepeatsShareTheirOriginal() {
        scene.run(LENIENT, source("m.zip", Archives.zip(FILES)));

        assertThat(scene.ask("select id::text from microblog.posts where text like 'Left or%'"))
                .singleElement()
                .satisfies(
                        id -> assertThat(Snowflakes.timeOf(Long.parseLong(id))).isEqualTo("2019-10-19T11:00:00Z"));
        assertThat(scene.ask("""
                select p.text from microblog.posts p join microblog.posts answer on answer.reply_to_id = p.repost_of_id""")).containsExactly("RT https://other.example/users/bo/statuses/102980000000000000");
    }

    @Test
    void picturesFilmsAndPollsAreTakenAsFarAsTheArchiveKnowsThem() {
        scene.run(LENIENT, source("m.zip", Archives.zip(FILES)));

        // Files that the archive has itself are somewhere else for everyone else.
        assertThat(scene.ask("""
                select concat_ws(' ', type, alt_text, width, url, variants #>> '{0,url}')
                from microblog.media order by alt_text"""))
                .containsExactly(
                        "photo a swan 1200",
                        "photo an eel https://files.example/eel.png",
                        "video the sluice https://files.example/sluice.mp4");
        assertThat(scene.ask("""
                select concat_ws(' ', o.value ->> 'position', o.value ->> 'label', o.value ->> 'votes', duration_minutes,
                    end_datetime at time zone 'UTC')
                from microblog.polls q join microblog.posts p on p.id = q.id and p.text like 'Left or%'
                        and p.attachments ->> 'poll_ids' = '["' || q.id || '"]'
                    cross join jsonb_array_elements(q.options) o order by 1"""))
                .containsExactly("1 left 3 1440 2019-10-20 11:00:00", "2 right 0 1440 2019-10-20 11:00:00");
        assertThat(scene.ask(
                        "select concat_ws(' ', username, profile_image_url, profile_banner_url) from microblog.users"))
                .containsExactly("tjark_of_the_lo https://files.example/header.png");
        assertThat(scene.ask("select count(*)::text from microblog.posts where search @@ '''has:media'''::tsquery"))
                .containsExactly("2");
    }

    @Test
    void zipAndTarGiveTheSameAndTwiceIsOnce() {
        scene.run(LENIENT, source("m.zip", Archives.zip(FILES)));
        var whole = scene.contents();
        scene.run(LENIENT, source("m.tar.gz", Archives.gzip(Archives.tar(FILES))));
        assertThat(scene.contents()).isEqualTo(whole);

        var other = new ImportScene();
        other.run(new ImportSettings(false, 100), source("m.tar", Archives.tar(FILES)));
        assertThat(other.contents()).isEqualTo(whole);
    }
}
