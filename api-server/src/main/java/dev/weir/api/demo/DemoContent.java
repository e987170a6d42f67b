package dev.weir.api.demo;

import dev.weir.api.TimelinesConfiguration;
import dev.weir.api.demo.world.World;
import dev.weir.api.demo.world.WorldSettings;
import dev.weir.api.microblog.writing.FanOut;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Fills the demo's database: schema, posts, plans and keys. At a later start, only what is missing. */
final class DemoContent {

    private final DemoFiles files;
    private final Clock clock;
    private final Progress progress;
    private final WorldSettings settings;

    DemoContent(DemoFiles files, Clock clock, Progress progress, WorldSettings settings) {
        this.settings = settings;
        this.files = files;
        this.clock = clock;
        this.progress = progress;
    }

    /** Fills the database and remembers the keys. What it returns has no address yet. */
    DemoDescription prepare(String url, Secrets secrets, WorldProcess world) {
        var jdbi = Jdbi.create(url);
        long alice = World.alice(settings);
        progress.stage("Schema", () -> {
            int fresh = Migrations.apply(url);
            return fresh == 0 ? "" : fresh + " changes";
        });
        progress.stage("Posts", () -> {
            var added = world.write(url);
            if (added.fresh()) {
                // The world is written around the triggers that would copy its posts to home timelines.
                new FanOut(jdbi, clock, TimelinesConfiguration.standard().mostFollowers()).beginAnew();
            }
            return added.fresh() ? jdbi.withHandle(DemoContent::size) : "%,d more".formatted(added.posts());
        });
        var known = new Secrets[] {secrets};
        progress.stage("Plans and keys", () -> {
            var catalogue = DemoPlans.publish(files, jdbi);
            var keys = new DemoKeys(jdbi, secrets, clock);
            known[0] = secrets.withKeys(keys.make(secrets.keys(), alice));
            known[0].keep(files);
            keys.spendCap(known[0].key("capped"), catalogue);
            return "catalogue version " + catalogue.version();
        });
        return DemoDescription.of(known[0], alice, World.searchWord());
    }

    private static String size(Handle handle) {
        return handle.createQuery("""
                        select (select count(*) from microblog.posts), (select count(*) from microblog.users),
                            (select count(*) from microblog.follows), (select count(*) from microblog.likes),
                            pg_database_size(current_database()) / 1000000
                        """)
                .map((row, context) -> "%,d invented, by %,d users with %,d follows and %,d likes: %,d MB"
                        .formatted(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .one();
    }
}
