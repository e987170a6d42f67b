package dev.weir.api;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.weir.api.endpoints.DirectRead;
import dev.weir.api.follows.FollowedResource;
import dev.weir.api.follows.FollowersResource;
import dev.weir.api.microblog.CachedMicroblog;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.MicroblogUnavailableException;
import dev.weir.api.microblog.RequestStart;
import dev.weir.api.microblog.SqlChanges;
import dev.weir.api.microblog.wire.PageTokens;
import dev.weir.api.microblog.wire.Staleness;
import dev.weir.api.microblog.writing.FanOut;
import dev.weir.api.microblog.writing.Follows;
import dev.weir.api.microblog.writing.Likes;
import dev.weir.api.microblog.writing.PostIds;
import dev.weir.api.microblog.writing.Posting;
import dev.weir.api.posts.DirectPost;
import dev.weir.api.posts.LikesResource;
import dev.weir.api.posts.PostWritesResource;
import dev.weir.api.posts.PostsResource;
import dev.weir.api.posts.RepostsResource;
import dev.weir.api.reactions.LikedPostsResource;
import dev.weir.api.reactions.LikersResource;
import dev.weir.api.reactions.QuotesResource;
import dev.weir.api.reactions.RepostersResource;
import dev.weir.api.search.CountsResource;
import dev.weir.api.search.SearchResource;
import dev.weir.api.timelines.HomeTimelineResource;
import dev.weir.api.timelines.MentionsResource;
import dev.weir.api.timelines.TimelineResource;
import dev.weir.api.users.FollowingResource;
import dev.weir.api.users.UserSearchResource;
import dev.weir.api.users.UsersResource;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the data API into a server, but for streams and jobs: what is read of the microblog and written to it, and the work
 * in the background that goes with both.
 */
final class MicroblogFeature {

    private static final Logger LOG = LoggerFactory.getLogger(MicroblogFeature.class);

    private MicroblogFeature() {}

    /** Registers the endpoints and begins the work; tells which read needs no Jersey. */
    static DirectRead install(Environment environment, ScheduledExecutorService background, MicroblogParts parts) {
        PostIds ids = new PostIds(parts.jdbi(), parts.clock(), UUID.randomUUID());
        ids.start(background);
        environment.lifecycle().manage(new AutoCloseableManager(ids));
        SqlChanges changes = new SqlChanges(parts.reads(), System::nanoTime);
        changes.start(background);
        environment.lifecycle().manage(new AutoCloseableManager(changes));
        RequestStart start = new RequestStart(System::nanoTime);
        environment.jersey().register(start);
        Staleness staleness = new Staleness();
        environment.jersey().register(staleness);
        Microblog microblog =
                new CachedMicroblog(parts.stored(), changes, parts.memory(), Ticker.systemTicker(), staleness);
        PageTokens tokens = parts.tokens();
        PostsResource posts = new PostsResource(microblog);
        environment.jersey().register(posts);
        Posting posting = new Posting(parts.jdbi(), ids, parts.feed(), parts.clock());
        environment.jersey().register(new PostWritesResource(posting));
        var unused = background.scheduleWithFixedDelay(() -> forgetOldRequests(posting), 1, 60, TimeUnit.MINUTES);
        environment.jersey().register(new LikesResource(new Likes(parts.jdbi(), parts.clock())));
        environment.jersey().register(new RepostsResource(posting));
        environment.jersey().register(new FollowingResource(new Follows(parts.jdbi(), parts.clock())));
        environment.jersey().register(new UsersResource(microblog));
        environment.jersey().register(new TimelineResource(microblog, tokens));
        environment.jersey().register(new HomeTimelineResource(microblog, tokens, parts.clock()));
        FanOut fanOut = new FanOut(parts.jdbi(), parts.clock(), parts.mostFollowers());
        fanOut.start(background);
        environment.lifecycle().manage(new AutoCloseableManager(fanOut));
        environment.jersey().register(new SearchResource(microblog, tokens, parts.clock()));
        environment.jersey().register(new MentionsResource(microblog, tokens));
        environment.jersey().register(new QuotesResource(microblog, tokens));
        environment.jersey().register(new RepostersResource(microblog, tokens));
        environment.jersey().register(new LikersResource(microblog, tokens));
        environment.jersey().register(new LikedPostsResource(microblog, tokens));
        environment.jersey().register(new FollowersResource(microblog, tokens));
        environment.jersey().register(new FollowedResource(microblog, tokens));
        environment.jersey().register(new UserSearchResource(microblog, tokens));
        environment.jersey().register(new CountsResource(microblog, tokens, parts.clock()));
        return new DirectPost(posts, start, staleness);
    }

    private static void forgetOldRequests(Posting posting) {
        try {
            posting.forgetOldRequests();
        } catch (MicroblogUnavailableException e) {
            LOG.info("Old idempotency keys are forgotten later: {}", e.getMessage());
        }
    }
}
