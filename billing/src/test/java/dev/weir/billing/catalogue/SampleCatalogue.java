package dev.weir.billing.catalogue;

import java.util.Set;

/** A small valid catalogue, for tests that break it in one place. */
final class SampleCatalogue {

    static final Set<String> ENDPOINTS = Set.of("GET /2/tweets/{id}", "GET /2/users/{id}");

    static final String TEXT = """
            format: weir catalogue 1
            endpoints:
              GET /2/tweets/{id}: posts returned
              GET /2/users/{id}: 1 request
            ladder: [free, basic]
            plans:
              free:
                description: For trying things out.
                price: free of charge
                posts: 1,000 posts / month
                burst: 5 requests / 1 s
                query length: 512 characters
                streams: 1 connection
                rules: 5 rules
                rule length: 512 characters
                endpoints:
                  GET /2/tweets/{id}: 15 requests / 15 min
                  GET /2/users/{id}: not offered
              basic:
                description: For products.
                price: 25.00 USD / month
                posts: unlimited
                burst: unlimited
                query length: 1,024 characters
                streams: 2 connections
                rules: 1,000 rules
                rule length: 1,024 characters
                exports: 3 at once
                endpoints:
                  GET /2/tweets/{id}: [5000 requests / 24 h, 60 requests / 15 min]
                  GET /2/users/{id}: unlimited
            """;

    private SampleCatalogue() {}
}
