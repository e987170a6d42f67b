package dev.weir.api.microblog.writing;

import java.util.function.LongFunction;
import java.util.function.Supplier;

/** What became of a wish to write a post. */
public sealed interface Writing {

    /** It is written, now or by an earlier request of the same key. */
    record Done(long postId) implements Writing {}

    /** A post that it refers to does not exist, or not for its author. */
    record NoSuchPost(long postId) implements Writing {}

    /** Its author may not write: suspended, or not there at all. */
    record NoSuchAuthor() implements Writing {}

    /** The request's key was used for another body within a day. */
    record KeyTaken() implements Writing {}

    /** Answers by what became of it. */
    default <T> T fold(
            LongFunction<T> done, LongFunction<T> noSuchPost, Supplier<T> noSuchAuthor, Supplier<T> keyTaken) {
        if (this instanceof Done written) {
            return done.apply(written.postId);
        }
        if (this instanceof NoSuchPost missing) {
            return noSuchPost.apply(missing.postId);
        }
        return this instanceof NoSuchAuthor ? noSuchAuthor.get() : keyTaken.get();
    }
}
