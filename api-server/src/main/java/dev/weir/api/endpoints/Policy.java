package dev.weir.api.endpoints;

import dev.weir.limits.Limit;
import java.util.List;
import java.util.Optional;

/**
 * What a plan says of one endpoint. Built once, when a catalogue becomes active, so that a request looks nothing up by
 * name.
 *
 * @param endpoint the endpoint
 * @param plan the plan's name
 * @param offered whether the plan includes the endpoint at all
 * @param windows limits of the app on this endpoint, then its burst limit
 * @param postsPerMonth the account's quota of posts; empty where the plan has none or the endpoint hands out no posts
 * @param queryLength the longest search query, in characters
 * @param userWindows limits of each user that the app acts for, on this endpoint
 * @param countsPosts whether posts that the endpoint hands out count as read, with or without a quota
 * @param streams what the plan allows of streams
 * @param exportsAtOnce exports that an account may have in progress at once
 */
public record Policy(
        Endpoint endpoint,
        String plan,
        boolean offered,
        List<Limit> windows,
        Optional<Limit> postsPerMonth,
        int queryLength,
        List<Limit> userWindows,
        boolean countsPosts,
        StreamLimits streams,
        int exportsAtOnce) {

    public Policy {
        windows = List.copyOf(windows);
        userWindows = List.copyOf(userWindows);
    }

    /** A policy without limits of users, of an endpoint that has to do with neither streams nor exports. */
    public Policy(
            Endpoint endpoint,
            String plan,
            boolean offered,
            List<Limit> windows,
            Optional<Limit> postsPerMonth,
            int queryLength) {
        this(
                endpoint,
                plan,
                offered,
                windows,
                postsPerMonth,
                queryLength,
                List.of(),
                postsPerMonth.isPresent(),
                StreamLimits.NONE,
                0);
    }
}
