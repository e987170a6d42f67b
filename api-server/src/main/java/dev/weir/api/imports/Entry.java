package dev.weir.api.imports;

import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.PostCounts;
import dev.weir.api.microblog.User;
import dev.weir.api.microblog.UserCounts;
import java.util.Optional;

/** What a line holds. */
sealed interface Entry {

    /** A user. */
    record OfUser(User user, UserCounts counts) implements Entry {}

    /**
     * A post.
     *
     * @param conversationGiven whether the line names the conversation. Where it does not, a reply's is that of the post
     *     it answers; until that is looked up the conversation is the id of the post answered
     * @param counts where the line gives them
     */
    record OfPost(Post post, boolean conversationGiven, Optional<PostCounts> counts) implements Entry {}
}
