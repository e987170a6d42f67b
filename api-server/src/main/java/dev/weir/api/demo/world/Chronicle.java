package dev.weir.api.demo.world;

import dev.weir.api.demo.world.RecentPosts.Told;
import dev.weir.api.microblog.Entities;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.Snowflakes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that invented people write, day by day.
 *
 * <p>Each post has draws of its own, made from seed, day and place within the day; so a chronicle that is continued goes
 * on where an uninterrupted one would be, but for what it finds to answer.
 */
final class Chronicle {

    /** The highest node number: no gateway makes ids with it. */
    private static final long NODE_BITS = (long) Snowflakes.LARGEST_NODE << 12;

    private static final double DELETED = 0.007;
    private static final long HOUR = 3_600_000;

    private final WorldSettings settings;
    private final People people;
    private final RecentPosts recent;
    private final Attention attention;
    private final Wording wording = new Wording();
    private long lastId;

    Chronicle(WorldSettings settings, People people, RecentPosts recent, Attention attention) {
        this.settings = settings;
        this.people = people;
        this.recent = recent;
        this.attention = attention;
    }

    /** Takes what is written. */
    interface Reader {
        /** A post that was not deleted, with its author's index. */
        void post(Post post, int author) throws InterruptedException;

        /** Someone liked a post that was not deleted. */
        void like(long postId, int person, long millis);
    }

    /** What kind of post someone writes. */
    private enum Kind {
        ORIGINAL,
        REPLY,
        QUOTE,
        REPOST
    }

    /** Writes everything after one time, up to and including another. */
    void tell(Instant after, Instant until, Reader reader) throws InterruptedException {
        for (var day = day(after); !day.isAfter(day(until)); day = day.plusDays(1)) {
            var timetable = Timetable.of(settings, people, day);
            for (int i = 0; i < timetable.size(); i++) {
                long millis = timetable.millis(i);
                if (millis > after.toEpochMilli() && millis <= until.toEpochMilli()) {
                    write(
                            millis,
                            timetable.author(i),
                            Chance.of(settings.seed(), 5, day.toEpochDay(), i),
                            until,
                            reader);
                }
            }
            recent.forget(Math.min(until.toEpochMilli(), day.plusDays(1).toEpochDay() * 24 * HOUR));
        }
    }

    private void write(long millis, int author, Chance chance, Instant until, Reader reader)
            throws InterruptedException {
        var person = people.get(author);
        var kind = kind(author, person.heavy(), chance);
        var target = kind == Kind.ORIGINAL
                ? Optional.<Told>empty()
                : recent.find(millis, author, person.language(), chance, lag(kind));
        // Nothing to answer yet: then it is a thought of one's own.
        var post = target.map(found -> related(kind, id(millis), millis, person, found, chance))
                .orElseGet(() -> original(id(millis), millis, author, person, chance));
        boolean deleted = author != People.ALICE && chance.hits(DELETED);
        if (post.repostOfId() == null && person.user().isPublic()) {
            recent.add(new Told(
                    post.id(),
                    author,
                    post.conversationId(),
                    millis,
                    post.text(),
                    person.language(),
                    attention.pull(author, chance)));
        }
        if (!deleted) {
            reader.post(post, author);
            if (post.repostOfId() == null) {
                like(post, author, millis, until.toEpochMilli(), chance, reader);
            }
        }
    }

    /** Shares of heavy and light writers after Pew Research Center 2021 and 2022. */
    private static Kind kind(int author, boolean heavy, Chance chance) {
        if (author == People.ALICE) {
            return Kind.ORIGINAL;
        }
        double at = chance.fraction();
        double reposts = heavy ? 0.49 : 0.26;
        double replies = heavy ? 0.33 : 0.51;
        if (at < reposts) {
            return Kind.REPOST;
        }
        if (at < reposts + replies) {
            return Kind.REPLY;
        }
        return at < reposts + replies + 0.04 ? Kind.QUOTE : Kind.ORIGINAL;
    }

    /** 55 % of reposts come within the hour (Kwak et al. 2010). */
    private static RecentPosts.Lag lag(Kind kind) {
        return switch (kind) {
            case REPOST -> {
                yield chance -> chance.hits(0.55)
                        ? chance.logUniform(10_000, HOUR)
                        : chance.logUniform(HOUR, RecentPosts.REACH_MILLIS);
            }
            case REPLY -> chance -> chance.logUniform(20_000, 12 * HOUR);
            case QUOTE, ORIGINAL -> chance -> chance.logUniform(60_000, 24 * HOUR);
        };
    }

    private Post original(long id, long millis, int author, Person person, Chance chance) {
        if (author != People.ALICE && chance.hits(0.015)) {
            return post(id, person, millis, HardText.draw(chance), "und", id, null, null, null, null, chance);
        }
        var text = author == People.ALICE ? wording.alice(chance) : wording.original(person.language(), chance);
        return post(id, person, millis, text, person.language().tag(), id, null, null, null, null, chance);
    }

    private Post related(Kind kind, long id, long millis, Person person, Told target, Chance chance) {
        var author = people.get(target.author());
        var lang = person.language().tag();
        return switch (kind) {
            case REPOST ->
                post(
                        id,
                        person,
                        millis,
                        Wording.repost(author.username(), target.text()),
                        target.language().tag(),
                        id,
                        null,
                        null,
                        null,
                        target.id(),
                        chance);
            case REPLY ->
                post(
                        id,
                        person,
                        millis,
                        "@" + author.username() + " " + wording.original(person.language(), chance),
                        lang,
                        target.conversation(),
                        target.id(),
                        author.id(),
                        null,
                        null,
                        chance);
            case QUOTE, ORIGINAL ->
                post(
                        id,
                        person,
                        millis,
                        wording.original(person.language(), chance) + " https://weir.example/" + author.username()
                                + "/status/" + target.id(),
                        lang,
                        id,
                        null,
                        null,
                        target.id(),
                        null,
                        chance);
        };
    }

    private Post post(
            long id,
            Person person,
            long millis,
            String text,
            String lang,
            long conversation,
            @Nullable Long replyTo,
            @Nullable Long replyToUser,
            @Nullable Long quoted,
            @Nullable Long repostOf,
            Chance chance) {
        return new Post(
                id,
                person.id(),
                Instant.ofEpochMilli(millis),
                text,
                lang,
                conversation,
                replyTo,
                replyToUser,
                quoted,
                repostOf,
                chance.hits(0.01),
                Wording.source(chance),
                Entities.of(text).knowing(people.ids()).toJson().orElse(null),
                replyTo == null && repostOf == null ? Pictures.shownBy(id) : null);
    }

    private void like(Post post, int author, long millis, long until, Chance chance, Reader reader) {
        int likes = attention.likes(author, chance);
        var seen = new HashSet<Integer>(likes * 2);
        for (int i = 0; i < likes; i++) {
            int person = chance.below(people.size());
            long at = millis + 1_000 + (long) chance.exponential(3 * HOUR);
            if (seen.add(person) && at <= until) {
                reader.like(post.id(), person, at);
            }
        }
    }

    private long id(long millis) {
        lastId = Math.max(lastId + 1, Snowflakes.at(Instant.ofEpochMilli(millis), NODE_BITS));
        return lastId;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
