package dev.weir.api.imports;

import dev.weir.api.microblog.Attachments;
import dev.weir.api.microblog.Media;
import dev.weir.api.microblog.Poll;
import java.util.List;

/**
 * What comes attached to a post.
 *
 * @param flaws what could not be taken, in words
 */
record Attached(List<Media> media, List<Poll> polls, List<String> flaws) {

    Attached {
        media = List.copyOf(media);
        polls = List.copyOf(polls);
        flaws = List.copyOf(flaws);
    }

    /** How the post refers to it. */
    Attachments references() {
        return new Attachments(
                media.stream().map(Media::mediaKey).toList(),
                polls.stream().map(Poll::id).toList());
    }
}
