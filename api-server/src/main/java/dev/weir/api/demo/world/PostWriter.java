package dev.weir.api.demo.world;

import dev.weir.api.imports.CopyRows;
import dev.weir.api.imports.CopyText;
import dev.weir.api.microblog.Post;
import dev.weir.api.microblog.SearchTerms;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes posts in the order they come, while other threads make their rows: finding the terms of a text takes longer than
 * inventing it.
 */
final class PostWriter implements AutoCloseable {

    private static final int BATCH = 400;
    private static final int BATCHES_AHEAD = 16;

    private final CopyText copy;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() - 1), PostWriter::thread);
    private final Deque<Future<byte[]>> made = new ArrayDeque<>();
    private List<Post> batch = new ArrayList<>(BATCH);

    PostWriter(CopyText copy) {
        this.copy = copy;
    }

    void write(Post post) throws SQLException {
        batch.add(post);
        if (batch.size() == BATCH) {
            submit();
            if (made.size() > BATCHES_AHEAD) {
                writeOldest();
            }
        }
    }

    /** Writes what is left. */
    void complete() throws SQLException {
        submit();
        while (!made.isEmpty()) {
            writeOldest();
        }
        copy.complete();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private void submit() {
        var posts = batch;
        batch = new ArrayList<>(BATCH);
        made.add(workers.submit(() -> rows(posts)));
    }

    private static byte[] rows(List<Post> posts) {
        var rows = new CopyRows();
        for (var post : posts) {
            Rows.post(rows, post, SearchTerms.vector(post));
        }
        return rows.take();
    }

    private void writeOldest() throws SQLException {
        try {
            copy.write(made.remove().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the rows of a post could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while posts were written", e);
        }
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "world-rows");
        thread.setDaemon(true);
        return thread;
    }
}
