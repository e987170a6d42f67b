package dev.weir.api.microblog.wire;

/** What can be asked for beside the data with {@code expansions}. */
enum Expansion {
    AUTHORS("author_id"),
    REFERENCED_POSTS("referenced_tweets.id"),
    REFERENCED_AUTHORS("referenced_tweets.id.author_id"),
    ANSWERED_USERS("in_reply_to_user_id"),
    MENTIONED_USERS("entities.mentions.username"),
    EDITIONS("edit_history_tweet_ids"),
    MEDIA("attachments.media_keys"),
    POLLS("attachments.poll_ids"),
    REFERENCED_MEDIA("referenced_tweets.id.attachments.media_keys"),
    PINNED_POSTS("pinned_tweet_id"),
    NEWEST_POSTS("most_recent_tweet_id");

    private final String wireName;

    Expansion(String wireName) {
        this.wireName = wireName;
    }

    String wireName() {
        return wireName;
    }
}
