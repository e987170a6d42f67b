package dev.weir.api.microblog.writing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.api.database.TestDatabase;
import dev.weir.api.feed.Feed;
import dev.weir.api.microblog.CachedMicroblog;
import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.HomePage;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.MicroblogRows;
import dev.weir.api.microblog.SqlChanges;
import dev.weir.api.microblog.SqlMicroblog;
import dev.weir.api.microblog.TimelinePage.Order;
import dev.weir.api.microblog.writing.Reconciliation.Drift;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that write, delete and read through two gateways at once, each knowing what it must see. The drill of the same
 * name does it with processes, over HTTP, a hundred thousand times.
 */
@Timeout(120)
class ConsistencyTest {

    private static final int CLIENTS = 6;
    private static final int STEPS = 40;
    private static final long SEED = 7;

    /** One gateway's memory and its way to write. */
    private record Gateway(Microblog microblog, Posting posting, Likes likes, FanOut fanOut) {

        static Gateway over(Jdbi jdbi) {
            Clock clock = Clock.systemUTC();
            return new Gateway(
                    new CachedMicroblog(
                            new SqlMicroblog(jdbi),
                            new SqlChanges(jdbi, System::nanoTime),
                            CachedMicroblog.Terms.STANDARD,
                            Ticker.systemTicker()),
                    new Posting(jdbi, new PostIds(jdbi, clock, UUID.randomUUID()), new Feed(), clock),
                    new Likes(jdbi, clock),
                    new FanOut(jdbi, clock, 1_000));
        }
    }

    @Test
    void everyReadHoldsEveryWriteBeforeItThroughWhicheverGateway() throws Exception {
        Jdbi jdbi = TestDatabase.create().jdbi();
        var rows = new MicroblogRows(jdbi);
        for (int user = 1; user <= CLIENTS; user++) {
            rows.add(MicroblogRows.user(user, "user" + user));
        }
        List<Gateway> gateways = List.of(Gateway.over(jdbi), Gateway.over(jdbi));
        long shared =
                written(gateways.get(0).posting.write(new Draft(1, "shared", null, null, null), Optional.empty()));
        var pool = Executors.newFixedThreadPool(CLIENTS);
        List<Future<List<String>>> violations = new ArrayList<>();
        for (int user = 1; user <= CLIENTS; user++) {
            var client = new Client(user, gateways, shared, new Random(SEED + user));
            violations.add(pool.submit(client::play));
        }
        for (Future<List<String>> seen : violations) {
            assertThat(seen.get()).as("seed %d", SEED).isEmpty();
        }
        pool.shutdown();
        assertThat(new Reconciliation(jdbi)
                        .check().stream().mapToLong(Drift::drift).sum())
                .isZero();
    }

    private static long written(Writing writing) {
        return writing.fold(id -> id, id -> -1L, () -> -1L, () -> -1L);
    }

    private static final class Client {

        private final long user;
        private final List<Gateway> gateways;
        private final long shared;
        private final Random random;
        private final TreeSet<Long> posts = new TreeSet<>();
        private final Set<Long> deleted = new TreeSet<>();
        private final List<String> violations = new ArrayList<>();
        private long likesSeen;

        Client(long user, List<Gateway> gateways, long shared, Random random) {
            this.user = user;
            this.gateways = gateways;
            this.shared = shared;
            this.random = random;
            if (user == 1) {
                posts.add(shared);
            }
        }

        List<String> play() {
            for (int step = 0; step < STEPS; step++) {
                write(any());
                read(any());
                if (random.nextInt(8) == 0) {
                    any().fanOut.copyAll();
                }
            }
            return violations;
        }

        private Gateway any() {
            return gateways.get(random.nextInt(gateways.size()));
        }

        private void write(Gateway gateway) {
            switch (random.nextInt(4)) {
                case 0 -> gateway.likes.like(user, shared);
                case 1 -> {
                    List<Long> own = posts.stream().filter(id -> id != shared).toList();
                    if (!own.isEmpty()) {
                        long id = own.get(random.nextInt(own.size()));
                        gateway.posting.delete(user, id);
                        posts.remove(id);
                        deleted.add(id);
                    }
                }
                default ->
                    posts.add(written(
                            gateway.posting.write(new Draft(user, "words", null, null, null), Optional.empty())));
            }
        }

        private void read(Gateway gateway) {
            var found = gateway.microblog.posts(posts);
            expect(found.keySet().equals(posts), "own posts by id: " + found.keySet());
            expect(gateway.microblog.posts(deleted).isEmpty(), "deleted posts");
            var self =
                    gateway.microblog.users(List.of(user), List.of()).byId(user).orElseThrow();
            expect(self.counts().posts() == posts.size(), "own count " + self.counts());
            Long newest = posts.isEmpty() ? null : posts.last();
            expect(
                    Objects.equals(self.user().newestPostId(), newest),
                    "newest " + self.user().newestPostId());
            long likes = gateway.microblog
                    .posts(List.of(shared))
                    .values()
                    .iterator()
                    .next()
                    .counts()
                    .likes();
            expect(likes >= likesSeen, "likes " + likes + " after " + likesSeen);
            likesSeen = likes;
            List<Long> home =
                    gateway
                            .microblog
                            .home(new HomePage(user, IdRange.ALL, Order.NEWEST, 1_000, 3_200, true, true))
                            .stream()
                            .map(CountedPost::id)
                            .toList();
            expect(home.equals(List.copyOf(posts.descendingSet())), "home timeline " + home);
        }

        private void expect(boolean holds, String what) {
            if (!holds) {
                violations.add(what + ", expected " + posts);
            }
        }
    }
}
