package dev.weir.api.microblog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question with choices, attached to a post.
 *
 * @param options the choices, JSON in the shape of the data API
 * @param durationMinutes how long it takes, or took
 * @param endsAt when votes stop counting
 * @param open whether they still count; may be some seconds old
 */
public record Poll(
        long id,
        String options,
        @Nullable Integer durationMinutes,
        @Nullable Instant endsAt,
        boolean open) {}
