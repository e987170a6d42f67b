package dev.weir.drills.scale;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Some clients that put questions to one server, each as soon as its last one is answered. */
public final class Round {

    /** The compiler's share of a core below which what it still has to do does not matter. */
    private static final double QUIET = 0.25;

    private static final int WARM_UP_SECONDS = 5;
    private static final int MOST_WARM_UPS = 20;

    private final int port;
    private final List<ProcessHandle> servers;
    private final Compiler compiler;
    private final int clients;

    /**
     * @param servers the processes that answer, whose processor time is measured, with that of all they have started; the
     *     first of them runs Java
     */
    public Round(int port, List<ProcessHandle> servers, int clients) {
        this.port = port;
        this.servers = servers;
        this.compiler = new Compiler(servers.get(0));
        this.clients = clients;
    }

    /**
     * Puts the questions in turn until the server's compiler has little to do with them any more, a hundred seconds at
     * most: at first it needs more of the processor than the answers, for a minute or more on a slow machine, and to compare
     * two servers before that compares their compilers.
     */
    public void untilCompiled(List<Question> questions) throws IOException, InterruptedException {
        double share = 1;
        for (int i = 0; i < MOST_WARM_UPS && share > QUIET; i++) {
            double before = compiler.seconds();
            during(questions, WARM_UP_SECONDS);
            share = (compiler.seconds() - before) / WARM_UP_SECONDS;
        }
    }

    /** Puts each question once. */
    public Figures once(List<Question> questions) throws IOException, InterruptedException {
        return put(questions, questions.size(), Long.MAX_VALUE);
    }

    /** Puts the questions in turn for so long. */
    public Figures during(List<Question> questions, int seconds) throws IOException, InterruptedException {
        return put(questions, Integer.MAX_VALUE, TimeUnit.SECONDS.toNanos(seconds));
    }

    /** The answer to one question. */
    public byte[] answer(Question question) throws IOException {
        try (KeepAliveClient client = new KeepAliveClient(port)) {
            client.ask(question);
            return client.body();
        }
    }

    private Figures put(List<Question> questions, int most, long nanos) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        long cpuBefore = cpuNanos();
        long started = System.nanoTime();
        List<Future<Tally>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            running.add(threads.submit(() -> ask(questions, next, most, started, nanos)));
        }
        Tally all = new Tally();
        try {
            for (Future<Tally> one : running) {
                all.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IOException("a question got no answer", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        return all.figures(seconds, cpuNanos() - cpuBefore);
    }

    private Tally ask(List<Question> questions, AtomicInteger next, int most, long started, long nanos)
            throws IOException {
        Tally tally = new Tally();
        try (KeepAliveClient client = new KeepAliveClient(port)) {
            for (int n = next.getAndIncrement();
                    n < most && System.nanoTime() - started < nanos;
                    n = next.getAndIncrement()) {
                long asked = System.nanoTime();
                int status = client.ask(questions.get(n % questions.size()));
                tally.count(status, System.nanoTime() - asked);
            }
        }
        return tally;
    }

    private long cpuNanos() {
        return servers.stream()
                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    private static final class Tally {

        private long[] nanos = new long[1_024];
        private int count;
        private long good;

        void count(int status, long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = took;
            good += status == 200 ? 1 : 0;
        }

        void add(Tally other) {
            nanos = Arrays.copyOf(nanos, count + other.count);
            System.arraycopy(other.nanos, 0, nanos, count, other.count);
            count += other.count;
            good += other.good;
        }

        Figures figures(double seconds, long cpuNanos) {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            int most = Math.max(1, count);
            return new Figures(
                    good,
                    count - good,
                    seconds,
                    count == 0 ? 0 : sorted[count / 2] / 1e6,
                    count == 0 ? 0 : sorted[(int) (count * 0.99)] / 1e6,
                    cpuNanos / 1e3 / most);
        }
    }
}
