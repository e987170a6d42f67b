package dev.weir.limits.cluster;

import com.hazelcast.internal.util.ConcurrencyUtil;
import java.util.concurrent.ForkJoinPool;

/**
 * Keeps Hazelcast from starting a thread for every call.
 *
 * <p>Each future that a map hands out completes itself once more on a default executor. Where the common pool has one
 * thread, which is on two cores, that executor is a new thread for each call, and a member then does a tenth of what it
 * can. There is no public setting for it.
 */
final class CompletionThreads {

    private static final int THREADS = 2;

    private CompletionThreads() {}

    /** Does on few cores what Hazelcast itself does on many: lets a small pool complete futures. */
    static void provide() {
        if (ForkJoinPool.getCommonPoolParallelism() <= 1) {
            Holder.install();
        }
    }

    private static final class Holder {

        private static final ForkJoinPool POOL =
                new ForkJoinPool(THREADS, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true);

        static void install() {
            ConcurrencyUtil.setDefaultAsyncExecutor(POOL);
        }
    }
}
