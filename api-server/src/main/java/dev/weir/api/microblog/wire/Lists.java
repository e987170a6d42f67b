package dev.weir.api.microblog.wire;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.CountedUser;
import dev.weir.api.microblog.Listed;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.PostList;
import dev.weir.api.microblog.UserList;
import dev.weir.api.problems.PartialError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers pages of lists, and pages of nothing where the post or user that a list belongs to cannot be shown. */
public final class Lists {

    private final Microblog microblog;

    public Lists(Microblog microblog) {
        this.microblog = microblog;
    }

    /** A page of a list of posts. */
    public Answer posts(PostList list, ListWalk walk, Selection selection) {
        List<Listed<CountedPost>> read = microblog.posts(list, walk.stretch());
        List<CountedPost> data = walk.page(read).stream().map(Listed::item).toList();
        return Answer.page(data, selection, Includes.ofPosts(microblog, data, selection), walk.around(read));
    }

    /** A page of a list of users. */
    public Answer users(UserList list, ListWalk walk, Selection selection) {
        List<Listed<CountedUser>> read = microblog.users(list, walk.stretch());
        List<CountedUser> data = walk.page(read).stream().map(Listed::item).toList();
        return Answer.userPage(data, selection, Includes.ofUsers(microblog, data, selection), walk.around(read));
    }

    /** The answer of a list that belongs to a post. */
    public Answer ofPost(long id, Selection selection, Supplier<Answer> answer) {
        CountedPost post = microblog.posts(Set.of(id)).get(id);
        if (post == null) {
            return refused(selection, PartialError.notFound("tweet", "id", Long.toString(id)));
        }
        return post.isPublic() ? answer.get() : refused(selection, notAuthorized("tweet", id));
    }

    /**
     * The answer of a list that belongs to a user.
     *
     * @param viewer the user that the caller acts for, who sees what is theirs though it is protected
     */
    public Answer ofUser(long id, Optional<Long> viewer, Selection selection, Function<CountedUser, Answer> answer) {
        Optional<CountedUser> user = microblog.users(List.of(id), List.of()).byId(id);
        if (user.isEmpty()) {
            return refused(selection, PartialError.notFound("user", "id", Long.toString(id)));
        }
        boolean isOwn = viewer.filter(own -> own == id).isPresent();
        boolean isShown =
                isOwn ? !user.get().user().suspended() : user.get().user().isPublic();
        return isShown ? answer.apply(user.get()) : refused(selection, notAuthorized("user", id));
    }

    private static Answer refused(Selection selection, PartialError why) {
        return Answer.refusedPage(selection, why);
    }

    private static PartialError notAuthorized(String type, long id) {
        return PartialError.notAuthorized(type, "id", Long.toString(id), "data");
    }
}
