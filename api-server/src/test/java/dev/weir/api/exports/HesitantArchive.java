package dev.weir.api.exports;

import dev.weir.api.microblog.Condition;
import dev.weir.api.microblog.IdRange;
import dev.weir.api.microblog.PostArchive;
import dev.weir.api.microblog.SearchTooBroadException;
import java.util.Random;

/** An archive that reads a little at a time, and now and then finds that it takes too long. */
final class HesitantArchive implements PostArchive {

    private static final int MOST = 60;

    private final PostArchive archive;
    private final Random random;

    HesitantArchive(PostArchive archive, Random random) {
        this.archive = archive;
        this.random = random;
    }

    @Override
    public Stretch walk(Condition condition, IdRange range, int rows, int limit) {
        // Never twice for the same: fewer posts can be read.
        if (rows > OldestFirst.LEAST_ROWS) {
            hesitate();
        }
        return archive.walk(condition, range, little(rows), little(limit));
    }

    @Override
    public Stretch lookUp(Condition condition, IdRange range, int limit) {
        hesitate();
        return archive.lookUp(condition, range, little(limit));
    }

    private int little(int most) {
        return Math.min(most, 1 + random.nextInt(MOST));
    }

    private void hesitate() {
        if (random.nextInt(4) == 0) {
            throw new SearchTooBroadException("it takes too long", new IllegalStateException("on purpose"));
        }
    }
}
