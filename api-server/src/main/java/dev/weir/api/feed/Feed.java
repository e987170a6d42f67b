package dev.weir.api.feed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/**
 * Where the writer of a post hands it to the streams of all gateways.
 *
 * <p>Call {@link #append} inside the transaction that inserts the post: then the post is delivered if, and only if, that
 * transaction commits. Imports of old posts do not call it. A post that is deleted again before it is delivered needs no
 * call: readers look the post up and find none. Thread-safe.
 */
public final class Feed {

    private final List<Runnable> onCommit = new CopyOnWriteArrayList<>();

    /**
     * Adds a post to the feed, as part of the transaction of this handle. One statement; takes no lock that another
     * writer waits for.
     */
    public void append(Handle handle, long postId) {
        handle.createUpdate("insert into microblog.feed_inbox (post_id) values (:post)")
                .bind("post", postId)
                .execute();
        handle.afterCommit(() -> onCommit.forEach(Runnable::run));
    }

    /**
     * Has this run after each commit of an append on this gateway, on the writer's thread: it must be quick and must not
     * throw. It makes delivery prompt, not safe: appends of other gateways are found by looking.
     */
    public void onCommit(Runnable wake) {
        onCommit.add(wake);
    }
}
