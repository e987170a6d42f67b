package dev.weir.api.microblog.wire;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a caller wants to see of posts and users, and what beside the data.
 *
 * <p>Names are those of X's OpenAPI document 2.159 (wire contract, section 3). Fields that are not stored here are
 * understood and left out, so that clients which ask for everything get what there is.
 */
public final class Selection {

    private static final Vocabulary<PostField> POST_FIELDS = new Vocabulary<>(
            PostField.class,
            EnumSet.allOf(PostField.class),
            PostField::wireName,
            "article",
            "attachments",
            "card_uri",
            "community_id",
            "context_annotations",
            "display_text_range",
            "edit_controls",
            "geo",
            "media_metadata",
            "non_public_metrics",
            "note_tweet",
            "organic_metrics",
            "paid_partnership",
            "promoted_metrics",
            "reply_settings",
            "scopes",
            "suggested_source_links",
            "suggested_source_links_with_counts",
            "withheld");

    private static final Vocabulary<UserField> USER_FIELDS = new Vocabulary<>(
            UserField.class,
            EnumSet.allOf(UserField.class),
            UserField::wireName,
            "affiliation",
            "confirmed_email",
            "connection_status",
            "entities",
            "is_identity_verified",
            "most_recent_tweet_id",
            "parody",
            "profile_banner_url",
            "receives_your_dm",
            "subscription",
            "subscription_type",
            "verified_followers_count",
            "verified_type",
            "withheld");

    private static final Vocabulary<Expansion> POST_EXPANSIONS = new Vocabulary<>(
            Expansion.class,
            EnumSet.complementOf(EnumSet.of(Expansion.PINNED_POSTS)),
            Expansion::wireName,
            "article.cover_media",
            "article.media_entities",
            "attachments.media_keys",
            "attachments.media_source_tweet",
            "attachments.poll_ids",
            "edit_history_tweet_ids",
            "entities.note.mentions.username",
            "geo.place_id",
            "referenced_tweets.id.attachments.media_keys");

    private static final Vocabulary<Expansion> USER_EXPANSIONS = new Vocabulary<>(
            Expansion.class,
            EnumSet.of(Expansion.PINNED_POSTS),
            Expansion::wireName,
            "affiliation.user_id",
            "most_recent_tweet_id");

    /** Of these nothing is stored; their parameters are checked all the same. */
    private static final Vocabulary<PostField> MEDIA_FIELDS = unstored(
            "alt_text",
            "duration_ms",
            "height",
            "media_key",
            "non_public_metrics",
            "organic_metrics",
            "preview_image_url",
            "promoted_metrics",
            "public_metrics",
            "type",
            "url",
            "variants",
            "width");

    private static final Vocabulary<PostField> POLL_FIELDS =
            unstored("duration_minutes", "end_datetime", "id", "options", "voting_status");
    private static final Vocabulary<PostField> PLACE_FIELDS =
            unstored("contained_within", "country", "country_code", "full_name", "geo", "id", "name", "place_type");

    private static final Set<String> USER_PARAMETERS =
            ordered("expansions", "tweet.fields", "post.fields", "user.fields");
    private static final Set<String> POST_PARAMETERS = ordered(
            "expansions", "tweet.fields", "post.fields", "user.fields", "media.fields", "poll.fields", "place.fields");

    private final EnumSet<PostField> postFields;
    private final EnumSet<UserField> userFields;
    private final Set<Expansion> expansions;

    private Selection(EnumSet<PostField> postFields, EnumSet<UserField> userFields, Set<Expansion> expansions) {
        this.postFields = postFields;
        this.userFields = userFields;
        this.expansions = expansions;
        addStandardFields();
        addLinkingFields();
    }

    /** Reads the selection of an endpoint that answers with posts. */
    public static Selection ofPosts(Parameters parameters) {
        MEDIA_FIELDS.read(parameters, "media.fields");
        POLL_FIELDS.read(parameters, "poll.fields");
        PLACE_FIELDS.read(parameters, "place.fields");
        return read(parameters, POST_EXPANSIONS);
    }

    /** Reads the selection of an endpoint that answers with users. */
    public static Selection ofUsers(Parameters parameters) {
        return read(parameters, USER_EXPANSIONS);
    }

    private static Selection read(Parameters parameters, Vocabulary<Expansion> expansions) {
        EnumSet<PostField> postFields = EnumSet.noneOf(PostField.class);
        postFields.addAll(POST_FIELDS.read(parameters, "tweet.fields"));
        postFields.addAll(POST_FIELDS.read(parameters, "post.fields"));
        EnumSet<UserField> userFields = EnumSet.noneOf(UserField.class);
        userFields.addAll(USER_FIELDS.read(parameters, "user.fields"));
        return new Selection(postFields, userFields, expansions.read(parameters, "expansions"));
    }

    /** The parameters of an endpoint that answers with posts: these, and its own. */
    public static Set<String> postParameters(String... own) {
        return with(own, POST_PARAMETERS);
    }

    /** The parameters of an endpoint that answers with users: these, and its own. */
    public static Set<String> userParameters(String... own) {
        return with(own, USER_PARAMETERS);
    }

    private void addStandardFields() {
        postFields.addAll(EnumSet.of(PostField.ID, PostField.TEXT, PostField.EDIT_HISTORY_TWEET_IDS));
        userFields.addAll(EnumSet.of(UserField.ID, UserField.NAME, UserField.USERNAME));
    }

    /** Without the field that names it, one could not tell to what an included object belongs. */
    private void addLinkingFields() {
        for (Expansion expansion : expansions) {
            switch (expansion) {
                case AUTHORS -> postFields.add(PostField.AUTHOR_ID);
                case REFERENCED_POSTS -> postFields.add(PostField.REFERENCED_TWEETS);
                case REFERENCED_AUTHORS ->
                    postFields.addAll(EnumSet.of(PostField.REFERENCED_TWEETS, PostField.AUTHOR_ID));
                case ANSWERED_USERS -> postFields.add(PostField.IN_REPLY_TO_USER_ID);
                case MENTIONED_USERS -> postFields.add(PostField.ENTITIES);
                case PINNED_POSTS -> userFields.add(UserField.PINNED_TWEET_ID);
            }
        }
    }

    boolean shows(PostField field) {
        return postFields.contains(field);
    }

    boolean shows(UserField field) {
        return userFields.contains(field);
    }

    boolean expands(Expansion expansion) {
        return expansions.contains(expansion);
    }

    private static Vocabulary<PostField> unstored(String... names) {
        return new Vocabulary<>(PostField.class, Set.of(), PostField::wireName, names);
    }

    private static Set<String> ordered(String... names) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
    }

    private static Set<String> with(String[] own, Set<String> common) {
        Set<String> all = new LinkedHashSet<>(Arrays.asList(own));
        all.addAll(common);
        return Collections.unmodifiableSet(all);
    }
}
