package dev.weir.api.imports;

import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Mentions;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.SearchTerms;
import dev.weir.api.microblog.Users;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of rows into the microblog: by {@code COPY} into tables of this session, from there by {@code INSERT}, which
 * unlike {@code COPY} can leave alone what is there.
 */
final class Staging {

    private static final String TABLES = """
            create temp table import_users (like microblog.users,
                followers bigint, following bigint, listed bigint, likes_given bigint);
            create temp table import_posts (like microblog.posts, counted boolean, repost_counted boolean,
                replies bigint, reposts bigint, likes bigint, quotes bigint, bookmarks bigint, impressions bigint);
            create temp table import_waiting (
                place bigint generated always as identity primary key, source int, line bigint, json text);
            create temp table import_replies (post_id bigint);""";

    private static final String EMPTY = "truncate import_users, import_posts";

    private static final String ADD_USERS = """
            insert into microblog.users (id, username, name, created_at, description, location, url, profile_image_url,
                verified, protected, suspended, pinned_post_id, profile_banner_url)
            select id, username, name, created_at, description, location, url, profile_image_url,
                verified, protected, suspended, pinned_post_id, profile_banner_url
            from import_users order by id
            on conflict do nothing""";

    private static final String ADD_USER_COUNTS = """
            insert into microblog.user_counts (user_id, followers, following, listed, likes_given)
            select id, followers, following, listed, likes_given from import_users order by id
            on conflict do nothing""";

    private static final String ADD_POSTS = """
            insert into microblog.posts (id, author_id, created_at, text, lang, conversation_id, reply_to_id,
                reply_to_user_id, quoted_id, repost_of_id, possibly_sensitive, source, entities, attachments,
                search)
            select id, author_id, created_at, text, lang, conversation_id, reply_to_id,
                reply_to_user_id, quoted_id, repost_of_id, possibly_sensitive, source,
                microblog.with_mentioned_ids(entities), attachments, search
            from import_posts order by id
            on conflict do nothing""";

    private static final String ADD_MENTIONS = Mentions.of("import_posts");

    /**
     * Posts that mention one of these names, in lower case, and can get the id of who bears it. Post by post, and in a
     * statement of its own: the planner, who expects as many of them as each name has on average, would read all posts.
     */
    private static final String MENTIONING = """
            select p.id from (select distinct post_id from microblog.mentions where username = any(?)) m
            cross join lateral (select id, entities from microblog.posts where id = m.post_id offset 0) p
            where p.entities is distinct from microblog.with_mentioned_ids(p.entities)""";

    /** An id that a mention has stays: it tells who was meant. */
    private static final String LEARN_MENTIONED = """
            update microblog.posts p set entities = microblog.with_mentioned_ids(p.entities)
            from (select id from microblog.posts where id = any(?) order by id for no key update) locked
            where p.id = locked.id""";

    private static final String ADD_POST_COUNTS = """
            insert into microblog.post_counts (post_id, replies, reposts, likes, quotes, bookmarks, impressions)
            select id, replies, reposts, likes, quotes, bookmarks, impressions
            from import_posts where replies is not null order by id
            on conflict do nothing""";

    // Added up instead of counted anew: the server may be adding posts of the same user meanwhile.
    private static final String COUNT_POSTS = """
            insert into microblog.user_counts as counts (user_id, posts, newest_post_id)
            select author_id, count(*), max(id) from import_posts group by author_id order by author_id
            on conflict (user_id) do update set posts = counts.posts + excluded.posts,
                newest_post_id = greatest(counts.newest_post_id, excluded.newest_post_id)""";

    /** What a source without counters tells by its posts: who was answered, quoted and repeated, and how often. */
    private static final String COUNT_REFERENCES = """
            insert into microblog.post_counts as counts (post_id, replies, reposts, quotes)
            select target, sum(reply), sum(repost), sum(quote) from (
                select reply_to_id as target, 1 as reply, 0 as repost, 0 as quote from import_posts where counted
                union all select repost_of_id, 0, 1, 0 from import_posts where repost_counted
                union all select quoted_id, 0, 0, 1 from import_posts where counted) referred
            where exists (select from microblog.posts p where p.id = target)
            group by target order by target
            on conflict (post_id) do update set replies = counts.replies + excluded.replies,
                reposts = counts.reposts + excluded.reposts, quotes = counts.quotes + excluded.quotes""";

    private static final String LEARN_USERS = """
            update microblog.users u set username = i.username, name = i.name, created_at = i.created_at,
                description = i.description, location = i.location, url = i.url, profile_image_url = i.profile_image_url,
                verified = i.verified, protected = i.protected, pinned_post_id = i.pinned_post_id,
                profile_banner_url = i.profile_banner_url
            from import_users i where u.id = i.id""";

    private static final String LEARN_USER_COUNTS = """
            update microblog.user_counts c set followers = greatest(c.followers, i.followers),
                following = greatest(c.following, i.following), listed = greatest(c.listed, i.listed),
                likes_given = greatest(c.likes_given, i.likes_given)
            from import_users i where c.user_id = i.id""";

    /** What was added to a kind of edge, and what was there. */
    record Edges(ImportReport.Found found, long stray) {}

    /**
     * What a batch changed beside users and posts.
     *
     * @param strayLikes likes of posts that are not here
     */
    record Changed(ImportReport.Found follows, ImportReport.Found likes, long strayLikes, long removed) {

        static final Changed NOTHING = new Changed(ImportReport.Found.NONE, ImportReport.Found.NONE, 0, 0);

        Changed and(Changed other) {
            return new Changed(
                    follows.and(other.follows),
                    likes.and(other.likes),
                    strayLikes + other.strayLikes,
                    removed + other.removed);
        }
    }

    private final Connection connection;

    Staging(Connection connection) {
        this.connection = connection;
    }

    void prepare() throws SQLException {
        execute(TABLES);
    }

    /** Stores what the database does not have, users before posts, each with counters, and removes what shall go. */
    Changed store(Sifted sifted) throws SQLException {
        addUsers(sifted.newUsers());
        learnUsers(sifted.learntUsers());
        var removals = new Removals(connection);
        long removed = removals.purge(sifted.purgedUsers());
        removed += removals.posts(sifted.removedPosts());
        addPosts(sifted.newPosts());
        var edges = new EdgeRows(connection);
        var follows = edges.follows(sifted.follows());
        var likes = edges.likes(sifted.likes());
        new Happenings(connection).store(sifted.renewals(), sifted.events());
        learnMentions(sifted);
        return new Changed(follows.found(), likes.found(), likes.stray(), removed);
    }

    private void addUsers(List<Entry.OfUser> users) throws SQLException {
        if (!users.isEmpty()) {
            execute(EMPTY);
            copyUsers(users);
            all(execute(ADD_USERS), users.size());
            execute(ADD_USER_COUNTS);
        }
    }

    private void learnUsers(List<Entry.OfUser> users) throws SQLException {
        if (!users.isEmpty()) {
            execute(EMPTY);
            copyUsers(users);
            execute(LEARN_USERS);
            execute(LEARN_USER_COUNTS);
        }
    }

    private void addPosts(List<Entry.OfPost> posts) throws SQLException {
        if (!posts.isEmpty()) {
            execute(EMPTY);
            copyPosts(posts, new AttachedRows(connection).add(posts));
            all(execute(ADD_POSTS), posts.size());
            execute(ADD_MENTIONS);
            execute(ADD_POST_COUNTS);
            execute(COUNT_POSTS);
            if (posts.stream().anyMatch(Entry.OfPost::counted)) {
                execute(COUNT_REFERENCES);
            }
        }
    }

    /** Whom posts mention that came before the user did. */
    private void learnMentions(Sifted sifted) throws SQLException {
        var names = Stream.concat(
                        Stream.concat(sifted.newUsers().stream(), sifted.learntUsers().stream())
                                .map(entry -> entry.user().username()),
                        sifted.renewals().stream().flatMap(renewal -> renewal.username().stream()))
                .map(Users::key)
                .distinct()
                .toArray(String[]::new);
        if (names.length == 0) {
            return;
        }
        List<Long> mentioning = new ArrayList<>();
        try (var query = connection.prepareStatement(MENTIONING)) {
            query.setArray(1, connection.createArrayOf("text", names));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    mentioning.add(row.getLong(1));
                }
            }
        }
        if (!mentioning.isEmpty()) {
            try (var update = connection.prepareStatement(LEARN_MENTIONED)) {
                update.setArray(1, connection.createArrayOf("bigint", mentioning.toArray()));
                update.executeUpdate();
            }
        }
    }

    /** Keeps posts until their authors have come. */
    void keepWaiting(List<Item> items) throws SQLException {
        if (items.isEmpty()) {
            return;
        }
        try (var copy = CopyText.into(connection, "import_waiting (source, line, json)", "")) {
            for (var item : items) {
                copy.row()
                        .number((long) item.source())
                        .number(item.line())
                        .text(item.json())
                        .end();
            }
            copy.complete();
        }
    }

    /** Keeps the ids of replies until the posts they answer have come. */
    void keepReplies(List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (var copy = CopyText.into(connection, "import_replies (post_id)", "")) {
            for (long id : ids) {
                copy.row().number(id).end();
            }
            copy.complete();
        }
    }

    private void copyUsers(List<Entry.OfUser> users) throws SQLException {
        try (var copy = CopyText.into(
                connection,
                "import_users (" + MicroblogRows.USER_COLUMNS + ", followers, following, listed, likes_given)",
                "")) {
            for (var entry : users) {
                var user = entry.user();
                var counts = entry.counts();
                MicroblogRows.user(copy.row(), user, user.pinnedPostId())
                        .number(counts.followers())
                        .number(counts.following())
                        .number(counts.listed())
                        .number(counts.likesGiven())
                        .end();
            }
            copy.complete();
        }
    }

    /** @param types of the media that the posts have attached, by key */
    private void copyPosts(List<Entry.OfPost> posts, Map<String, Media.Type> types) throws SQLException {
        try (var copy = CopyText.into(connection, "import_posts (" + MicroblogRows.POST_COLUMNS + """
                        , counted, repost_counted, replies, reposts, likes, quotes, bookmarks, impressions)""", "")) {
            for (var entry : posts) {
                var post = entry.post();
                var row = MicroblogRows.post(copy.row(), post, SearchTerms.vector(post, types(entry, types)))
                        .flag(entry.counted())
                        .flag(entry.counted() && entry.counts().isEmpty());
                counts(row, entry.counts());
                row.end();
            }
            copy.complete();
        }
    }

    private static Set<Media.Type> types(Entry.OfPost post, Map<String, Media.Type> types) {
        return post.attached().media().stream()
                .map(media -> types.getOrDefault(media.mediaKey(), media.type()))
                .collect(Collectors.toSet());
    }

    private static void counts(CopyRows row, Optional<PostCounts> counts) {
        row.number(number(counts.map(PostCounts::replies)))
                .number(number(counts.map(PostCounts::reposts)))
                .number(number(counts.map(PostCounts::likes)))
                .number(number(counts.map(PostCounts::quotes)))
                .number(number(counts.map(PostCounts::bookmarks)))
                .number(number(counts.map(PostCounts::impressions)));
    }

    private static @Nullable Long number(Optional<Long> number) {
        return number.orElse(null);
    }

    /** What the database did not have a moment ago is in it now, or someone else has put it there. */
    private static void all(long added, long wanted) {
        if (added != wanted) {
            throw new ImportFailedException("someone else adds the same users or posts to the database right now;"
                    + " import again when they have finished");
        }
    }

    private long execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }
}
