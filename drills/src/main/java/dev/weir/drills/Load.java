package dev.weir.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Sends requests and remembers every answer. */
final class Load implements AutoCloseable {

    /** What came back: a status, or 0 for no answer at all. */
    record Answer(int status, long nanos, String contentType, String degraded) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService clients;
    private final int concurrency;
    private final String key;

    /**
     * @param concurrency requests in flight at once
     * @param key sent as bearer
     */
    Load(int concurrency, String key) {
        this.clients = Executors.newFixedThreadPool(concurrency);
        this.concurrency = concurrency;
        this.key = key;
    }

    /** Sends this many requests; {@code target} says where each goes. */
    List<Answer> send(long requests, LongFunction<URI> target) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        return run(() -> {
            long n = next.getAndIncrement();
            return n < requests ? target.apply(n) : null;
        });
    }

    /** Sends until told to stop, at about this many requests a second. */
    Running sendUntilStopped(double perSecond, LongFunction<URI> target) {
        return new Running(perSecond, target);
    }

    /** A load that goes on in the background. */
    final class Running {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
        private final CountDownLatch ended = new CountDownLatch(concurrency);

        Running(double perSecond, LongFunction<URI> target) {
            long pauseNanos = (long) (1e9 * concurrency / perSecond);
            AtomicLong next = new AtomicLong();
            for (int i = 0; i < concurrency; i++) {
                clients.execute(() -> {
                    try {
                        while (!stopped.get()) {
                            answers.add(one(target.apply(next.getAndIncrement())));
                            TimeUnit.NANOSECONDS.sleep(pauseNanos);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        ended.countDown();
                    }
                });
            }
        }

        /** The answers since the last call. */
        List<Answer> take() {
            List<Answer> taken = new ArrayList<>();
            for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
                taken.add(answer);
            }
            return taken;
        }

        /** Lets it go on for a while and gives the answers of that time. */
        List<Answer> during(Duration time) throws InterruptedException {
            take();
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            return take();
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            ended.await();
        }
    }

    private List<Answer> run(java.util.function.Supplier<URI> targets) throws InterruptedException {
        ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
        CountDownLatch ended = new CountDownLatch(concurrency);
        for (int i = 0; i < concurrency; i++) {
            clients.execute(() -> {
                try {
                    for (URI uri = targets.get(); uri != null; uri = targets.get()) {
                        answers.add(one(uri));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        return List.copyOf(answers);
    }

    private Answer one(URI uri) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(20))
                .build();
        long started = System.nanoTime();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    System.nanoTime() - started,
                    response.headers().firstValue("content-type").orElse(""),
                    response.headers().firstValue("weir-degraded").orElse(""));
        } catch (IOException e) {
            return new Answer(0, System.nanoTime() - started, "", "");
        }
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
