package dev.weir.drills.bench;

import io.github.bucket4j.BucketConfiguration;

/** What a bucket of the others is made with. */
final class Buckets {

    private Buckets() {}

    static BucketConfiguration configuration() {
        return BucketConfiguration.builder()
                .addLimit(
                        limit -> limit.capacity(Requests.CAPACITY).refillIntervally(Requests.CAPACITY, Requests.WINDOW))
                .build();
    }
}
