package dev.weir.api.demo.world;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * Who writes when on one day of UTC. It depends on seed and day alone.
 *
 * <p>Everyone follows the same curve of the day where they live: a lull at night, a peak in the evening, about four to
 * one.
 */
final class Timetable {

    /** How much is written in each hour of a place's day. */
    private static final double[] HOURS = {
        1.6, 1.2, 1.0, 1.0, 1.0, 1.1, 1.5, 2.1, 2.6, 2.8, 2.9, 3.0, 3.3, 3.2, 3.0, 3.0, 3.1, 3.3, 3.6, 3.8, 4.0, 4.0,
        3.4, 2.4
    };

    private static final Weights CURVE = new Weights(HOURS);
    /** Monday to Sunday; a mean of 1. */
    private static final double[] WEEK = {0.98, 0.99, 1.00, 1.01, 1.04, 1.02, 0.96};

    private static final long HOUR = 3_600_000;
    private static final int DAY_HOURS = 24;
    /** Alice's hours, in UTC. */
    private static final double[] ALICE_WRITES = {7.6, 12.4, 19.7};

    private final long[] millis;
    private final int[] authors;

    private Timetable(long[] millis, int[] authors) {
        this.millis = millis;
        this.authors = authors;
    }

    static Timetable of(WorldSettings settings, People people, LocalDate day) {
        var chance = Chance.of(settings.seed(), 4, day.toEpochDay());
        double wanted = settings.postsPerDay() * WEEK[day.getDayOfWeek().getValue() - 1];
        int count = Math.max(0, (int) Math.round(wanted) - ALICE_WRITES.length);
        var entries = new long[count + ALICE_WRITES.length][];
        long midnight = day.toEpochDay() * DAY_HOURS * HOUR;
        for (int i = 0; i < count; i++) {
            int author = people.drawAuthor(chance);
            int localHour = CURVE.draw(chance);
            int hour = Math.floorMod(localHour - people.get(author).offsetHours(), DAY_HOURS);
            entries[i] = new long[] {midnight + hour * HOUR + chance.below((int) HOUR), author};
        }
        for (int i = 0; i < ALICE_WRITES.length; i++) {
            long at = (long) (ALICE_WRITES[i] * HOUR) + chance.below(600_000);
            entries[count + i] = new long[] {midnight + at, People.ALICE};
        }
        Arrays.sort(entries, (a, b) -> Long.compare(a[0], b[0]));
        return new Timetable(
                Arrays.stream(entries).mapToLong(entry -> entry[0]).toArray(),
                Arrays.stream(entries).mapToInt(entry -> (int) entry[1]).toArray());
    }

    int size() {
        return millis.length;
    }

    long millis(int entry) {
        return millis[entry];
    }

    int author(int entry) {
        return authors[entry];
    }
}
