package dev.weir.api.posts;

import dev.weir.api.microblog.wire.WriteAnswer;
import dev.weir.api.microblog.writing.Writing;
import dev.weir.api.problems.PartialError;
import dev.weir.api.problems.Problem;
import dev.weir.api.problems.ProblemException;

/** How writes that came to nothing are told. */
final class PostRefusals {

    private PostRefusals() {}

    /**
     * The answer to a reaction to a post.
     *
     * @param parameter the member that named the post
     * @param done the answer when it is so now
     */
    static WriteAnswer answer(Writing writing, String parameter, WriteAnswer done) {
        return writing.fold(
                id -> done,
                id -> WriteAnswer.refused(PartialError.notFound("tweet", parameter, Long.toString(id))),
                () -> {
                    throw new ProblemException(noSuchAuthor());
                },
                () -> {
                    throw new IllegalStateException("reactions carry no key");
                });
    }

    static Problem noSuchAuthor() {
        return Problem.of(403, "Forbidden", "The user that this token acts for is suspended, or not a user here.");
    }
}
