package dev.weir.limits.leases;

import dev.weir.limits.store.LimitStore;
import dev.weir.limits.store.StoreUnreachableException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** One node's way to a store, which can be blocked in each of the ways a store can fail. */
final class TroubledStore implements LimitStore {

    /** What the way does. */
    enum Mood {
        /** Answers. */
        WELL,
        /** Answers nobody, and does everything when it thaws. */
        FROZEN,
        /** Cannot be asked. */
        GONE,
        /** Answers with failures and does nothing. */
        FAILING,
        /** Does everything and answers nobody. */
        MUTE
    }

    private final LimitStore store;
    private final Queue<Runnable> frozen = new ArrayDeque<>();
    private Mood mood = Mood.WELL;
    private int members = 1;
    private int asked;

    TroubledStore(LimitStore store) {
        this.store = store;
    }

    @Override
    public CompletableFuture<byte[]> submit(String home, byte[] operation) {
        asked++;
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        switch (mood) {
            case WELL -> {
                return store.submit(home, operation);
            }
            case FROZEN ->
                frozen.add(() -> answer.complete(store.submit(home, operation).join()));
            case GONE -> throw new StoreUnreachableException("gone");
            case FAILING -> answer.completeExceptionally(new IllegalStateException("failing"));
            case MUTE -> {
                byte[] lost = store.submit(home, operation).join();
                frozen.add(() -> answer.complete(lost));
            }
        }
        return answer;
    }

    void become(Mood next) {
        mood = next;
        if (next == Mood.WELL) {
            while (!frozen.isEmpty()) {
                frozen.remove().run();
            }
        }
    }

    void members(int count) {
        members = count;
    }

    int asked() {
        return asked;
    }

    @Override
    public int members() {
        return members;
    }

    @Override
    public void close() {
        become(Mood.WELL);
    }
}
