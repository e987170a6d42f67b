package dev.weir.api.demo.world;

import dev.weir.api.imports.CopyRows;
import dev.weir.api.imports.CopyText;
import dev.weir.api.imports.MicroblogRows;
import dev.weir.api.microblog.Attachments;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.SearchTerms;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Posts on their way from the thread that invents them to the one that copies them, in the order they come. Threads of its
 * own make the rows in between: finding the terms of a text takes longer than inventing it.
 */
final class PostRows implements AutoCloseable {

    private static final int BATCH = 400;
    /** So far may the inventing be ahead of the copying: more than half of the demo's posts, in about 70 MB. */
    private static final int BATCHES_AHEAD = 300;

    private static final Future<byte[]> END = CompletableFuture.completedFuture(new byte[0]);

    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), PostRows::thread);
    private final BlockingQueue<Future<byte[]>> made = new LinkedBlockingQueue<>(BATCHES_AHEAD);
    private List<Post> batch = new ArrayList<>(BATCH);

    /** Takes a post; waits while the copying is too far behind. */
    void add(Post post) throws InterruptedException {
        batch.add(post);
        if (batch.size() == BATCH) {
            submit();
        }
    }

    /** No post comes any more. */
    void end() throws InterruptedException {
        submit();
        made.put(END);
    }

    /** No post comes any more, for this reason. */
    void fail(Throwable reason) throws InterruptedException {
        made.put(CompletableFuture.failedFuture(reason));
    }

    /** Copies all posts, those that have not come yet included. */
    void copyInto(CopyText copy) throws SQLException {
        try {
            for (var rows = made.take(); rows != END; rows = made.take()) {
                copy.write(rows.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a post could not be made: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while posts were written", e);
        }
        copy.complete();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private void submit() throws InterruptedException {
        var posts = batch;
        batch = new ArrayList<>(BATCH);
        made.put(workers.submit(() -> rows(posts)));
    }

    private static byte[] rows(List<Post> posts) {
        var rows = new CopyRows();
        for (var post : posts) {
            MicroblogRows.post(rows, post, SearchTerms.vector(post, Attachments.types(post, Pictures.byKey())))
                    .end();
        }
        return rows.take();
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "world-rows");
        thread.setDaemon(true);
        return thread;
    }
}
