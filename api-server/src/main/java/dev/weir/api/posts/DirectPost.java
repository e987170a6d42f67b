package dev.weir.api.posts;

import dev.weir.api.endpoints.DirectRead;
import dev.weir.api.endpoints.Endpoint;
import dev.weir.api.endpoints.Served;
import dev.weir.api.microblog.RequestStart;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.Staleness;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One post by its id, which is what is read most: as {@link PostsResource} answers it. */
public final class DirectPost implements DirectRead {

    private static final String POSTS = "/2/tweets/";
    private static final int LONGEST_ID = 19;

    private final PostsResource posts;
    private final RequestStart start;
    private final Staleness staleness;

    /**
     * @param start has all reads of a request share one check for changes
     * @param staleness knows of answers that must be marked as old, which is left to Jersey
     */
    public DirectPost(PostsResource posts, RequestStart start, Staleness staleness) {
        this.posts = posts;
        this.start = start;
        this.staleness = staleness;
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.POST;
    }

    @Override
    public boolean takes(String path) {
        int digits = path.length() - POSTS.length();
        if (digits < 1 || digits > LONGEST_ID || !path.startsWith(POSTS)) {
            return false;
        }
        for (int i = POSTS.length(); i < path.length(); i++) {
            if (path.charAt(i) < '0' || path.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public Optional<Served> answer(String path, Map<String, List<String>> query) {
        staleness.begin();
        try {
            Answer answer = start.during(() -> posts.post(path.substring(POSTS.length()), query));
            return staleness.oldest().isEmpty() ? Optional.of(answer) : Optional.empty();
        } finally {
            staleness.begin();
        }
    }
}
