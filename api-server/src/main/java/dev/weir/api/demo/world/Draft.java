package dev.weir.api.demo.world;

import dev.weir.api.imports.CopyText;
import dev.weir.api.microblog.Post;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Posts and likes of a stretch of time, invented by a thread of its own from the moment that this exists: it may well be
 * ahead of the database, which need not even be there yet.
 */
final class Draft implements AutoCloseable {

    private final PostRows posts = new PostRows();
    private final FutureTask<Log> telling;
    private final Thread teller;

    /** Begins to tell everything after one time, up to and including another. */
    Draft(Chronicle chronicle, int people, Instant after, Instant until) {
        telling = new FutureTask<>(() -> tell(chronicle, new Log(people), after, until));
        teller = new Thread(telling, "world-draft");
        teller.setDaemon(true);
        teller.start();
    }

    /** Copies the posts, those that are not invented yet included. */
    void copyPosts(CopyText copy) throws SQLException {
        posts.copyInto(copy);
    }

    /** Waits until everything is invented and tells what that was. The posts must have been copied. */
    Log log() {
        try {
            return telling.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while posts were invented", e);
        } catch (ExecutionException | CancellationException e) {
            throw new IllegalStateException("the posts could not be invented: " + e.getMessage(), e);
        }
    }

    /** Gives up whatever is not done yet. */
    @Override
    public void close() {
        teller.interrupt();
        posts.close();
    }

    private Log tell(Chronicle chronicle, Log log, Instant after, Instant until) throws InterruptedException {
        try {
            chronicle.tell(after, until, new Chronicle.Reader() {
                @Override
                public void post(Post post, int author) throws InterruptedException {
                    posts.add(post);
                    log.post(post, author);
                }

                @Override
                public void like(long postId, int person, long millis) {
                    log.like(postId, person, millis);
                }
            });
            posts.end();
            return log;
        } catch (RuntimeException e) {
            posts.fail(e);
            throw e;
        }
    }
}
