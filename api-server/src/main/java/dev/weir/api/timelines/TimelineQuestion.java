package dev.weir.api.timelines;

import dev.weir.api.microblog.CountedPost;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.Microblog;
import dev.weir.api.microblog.TimelinePage;
import dev.weir.api.microblog.wire.Answer;
import dev.weir.api.microblog.wire.Includes;
import dev.weir.api.microblog.wire.Parameters;
import dev.weir.api.microblog.wire.Selection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is asked of any timeline that can be walked in both directions, and how its page is cut to size. */
final class TimelineQuestion {

    /** The parameters that it reads, and those of the times and ids between which it looks. */
    static final Set<String> PARAMETERS = Selection.postParameters(
            "max_results", "pagination_token", "since_id", "until_id", "start_time", "end_time", "exclude");

    private static final int MOST = 100;
    private static final String REPLIES = "replies";
    private static final String REPOSTS = "retweets";

    private final int size;
    private final IdRange range;
    private final Set<String> exclude;
    private final TimelineTokens tokens;
    private final Optional<TimelineTokens.Place> place;

    /**
     * Reads it.
     *
     * @param least how small a page may be
     * @param standard how large it is when nobody says
     * @param range what may be looked at
     */
    TimelineQuestion(Parameters parameters, int least, int standard, IdRange range, TimelineTokens tokens) {
        this.size = parameters.number("max_results", least, MOST, standard);
        this.range = range;
        this.exclude = parameters.choices("exclude", Set.of(REPLIES, REPOSTS));
        this.tokens = tokens;
        this.place = tokens.read(parameters);
    }

    IdRange range() {
        return place.map(at -> at.narrow(range)).orElse(range);
    }

    TimelinePage.Order order() {
        return isBack() ? TimelinePage.Order.OLDEST : TimelinePage.Order.NEWEST;
    }

    /** One more than the page holds: it tells whether there is a page behind it. */
    int limit() {
        return size + 1;
    }

    boolean withReplies() {
        return !exclude.contains(REPLIES);
    }

    boolean withReposts() {
        return !exclude.contains(REPOSTS);
    }

    private boolean isBack() {
        return place.isPresent() && place.get().back();
    }

    /** The page. {@code read} are at most {@link #limit} posts, newest first. */
    Answer answer(List<CountedPost> read, Selection selection, Microblog microblog) {
        boolean more = read.size() > size;
        List<CountedPost> data = !more ? read : isBack() ? read.subList(1, read.size()) : read.subList(0, size);
        return Answer.page(
                data, selection, Includes.ofPosts(microblog, data, selection), tokens.page(data, more, place));
    }
}
