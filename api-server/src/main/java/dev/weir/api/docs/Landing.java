package dev.weir.api.docs;

import java.net.URI;

/** The first page: what this server is, a first call, and where to read on. */
final class Landing {

    private static final String TEXT = """
            This is Weir: posts, users, timelines and search of a microblog, behind API keys, plans and limits.

            A first call. The key comes from whoever runs this server; a demo keeps its keys in var/demo.json.

                curl -i -H "Authorization: Bearer $KEY" "%1$s/2/users/by/username/alice"

            Every answer says what is left of your limits, in the x-rate-limit-* and RateLimit headers.

            Read on
                %1$s/docs                 the index
                %1$s/docs/start           from nothing to a first call
                %1$s/docs/api             every endpoint
                %1$s/docs/guides/limits   every limit header, and what to wait for
                %1$s/docs/errors          every error, and how to fix it
            """;

    private Landing() {}

    /** @param base where the caller reached this server */
    static String page(URI base) {
        String address = base.toString();
        return TEXT.formatted(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
    }
}
