package dev.weir.api.microblog.wire;

import java.util.Arrays;
import java.util.Collection;
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
            "is_identity_verified",
            "parody",
            "receives_your_dm",
            "subscription",
            "subscription_type",
            "verified_followers_count",
            "verified_type",
            "withheld");

    private static final EnumSet<Expansion> OF_USERS = EnumSet.of(Expansion.PINNED_POSTS, Expansion.NEWEST_POSTS);

    private static final Vocabulary<Expansion> POST_EXPANSIONS = new Vocabulary<>(
            Expansion.class,
            EnumSet.complementOf(OF_USERS),
            Expansion::wireName,
            "article.cover_media",
            "article.media_entities",
            "attachments.media_source_tweet",
            "entities.note.mentions.username",
            "geo.place_id");

    private static final Vocabulary<Expansion> USER_EXPANSIONS =
            new Vocabulary<>(Expansion.class, OF_USERS, Expansion::wireName, "affiliation.user_id");

    private static final Vocabulary<MediaField> MEDIA_FIELDS = new Vocabulary<>(
            MediaField.class,
            EnumSet.allOf(MediaField.class),
            MediaField::wireName,
            "non_public_metrics",
            "organic_metrics",
            "promoted_metrics",
            "public_metrics");

    private static final Vocabulary<PollField> POLL_FIELDS =
            new Vocabulary<>(PollField.class, EnumSet.allOf(PollField.class), PollField::wireName);

    /** Places are not stored; the parameter is checked all the same. */
    private static final Vocabulary<PostField> PLACE_FIELDS = new Vocabulary<>(
            PostField.class,
            Set.of(),
            PostField::wireName,
            "contained_within",
            "country",
            "country_code",
            "full_name",
            "geo",
            "id",
            "name",
            "place_type");

    private static final Set<String> USER_PARAMETERS =
            ordered("expansions", "tweet.fields", "post.fields", "user.fields");
    private static final Set<String> POST_PARAMETERS = ordered(
            "expansions", "tweet.fields", "post.fields", "user.fields", "media.fields", "poll.fields", "place.fields");

    private final EnumSet<PostField> postFields;
    private final EnumSet<UserField> userFields;
    private final Set<MediaField> mediaFields;
    private final Set<PollField> pollFields;
    private final Set<Expansion> expansions;

    private Selection(
            EnumSet<PostField> postFields,
            EnumSet<UserField> userFields,
            Set<MediaField> mediaFields,
            Set<PollField> pollFields,
            Set<Expansion> expansions) {
        this.postFields = postFields;
        this.userFields = userFields;
        this.mediaFields = mediaFields;
        this.pollFields = pollFields;
        this.expansions = expansions;
        addStandardFields();
        addLinkingFields();
    }

    /** Reads the selection of an endpoint that answers with posts. */
    public static Selection ofPosts(Parameters parameters) {
        PLACE_FIELDS.read(parameters, "place.fields");
        return read(
                parameters,
                MEDIA_FIELDS.read(parameters, "media.fields"),
                POLL_FIELDS.read(parameters, "poll.fields"),
                POST_EXPANSIONS);
    }

    /** No more fields than any post has, and everything beside it that a post can refer to. */
    public static Selection ofAllBesidePosts() {
        return new Selection(
                EnumSet.noneOf(PostField.class),
                EnumSet.noneOf(UserField.class),
                Set.of(),
                Set.of(),
                EnumSet.complementOf(EnumSet.of(Expansion.PINNED_POSTS, Expansion.NEWEST_POSTS)));
    }

    /** Reads the selection of an endpoint that answers with users. */
    public static Selection ofUsers(Parameters parameters) {
        return read(parameters, Set.of(), Set.of(), USER_EXPANSIONS);
    }

    /** Posts with these fields and nothing beside them; names that are none are passed over. */
    public static Selection ofPostFields(Collection<String> names) {
        EnumSet<PostField> fields = EnumSet.noneOf(PostField.class);
        for (PostField field : PostField.values()) {
            if (names.contains(field.wireName())) {
                fields.add(field);
            }
        }
        return new Selection(fields, EnumSet.noneOf(UserField.class), Set.of(), Set.of(), Set.of());
    }

    private static Selection read(
            Parameters parameters,
            Set<MediaField> mediaFields,
            Set<PollField> pollFields,
            Vocabulary<Expansion> expansions) {
        EnumSet<PostField> postFields = EnumSet.noneOf(PostField.class);
        postFields.addAll(POST_FIELDS.read(parameters, "tweet.fields"));
        postFields.addAll(POST_FIELDS.read(parameters, "post.fields"));
        EnumSet<UserField> userFields = EnumSet.noneOf(UserField.class);
        userFields.addAll(USER_FIELDS.read(parameters, "user.fields"));
        return new Selection(
                postFields, userFields, mediaFields, pollFields, expansions.read(parameters, "expansions"));
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
                case EDITIONS -> postFields.add(PostField.EDIT_HISTORY_TWEET_IDS);
                case MEDIA, POLLS -> postFields.add(PostField.ATTACHMENTS);
                case REFERENCED_MEDIA ->
                    postFields.addAll(EnumSet.of(PostField.REFERENCED_TWEETS, PostField.ATTACHMENTS));
                case PINNED_POSTS -> userFields.add(UserField.PINNED_TWEET_ID);
                case NEWEST_POSTS -> userFields.add(UserField.MOST_RECENT_TWEET_ID);
            }
        }
    }

    boolean shows(PostField field) {
        return postFields.contains(field);
    }

    boolean shows(UserField field) {
        return userFields.contains(field);
    }

    boolean shows(MediaField field) {
        return mediaFields.contains(field);
    }

    boolean shows(PollField field) {
        return pollFields.contains(field);
    }

    boolean expands(Expansion expansion) {
        return expansions.contains(expansion);
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
