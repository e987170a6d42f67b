package dev.weir.billing.database;

import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose one repeated task runs when the test says so. */
public final class HandSchedule extends ScheduledThreadPoolExecutor {

    private Optional<Runnable> task = Optional.empty();
    private long delayMillis;

    public HandSchedule() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        task = Optional.of(command);
        delayMillis = unit.toMillis(delay);
        return super.scheduleWithFixedDelay(command, 1, 1, TimeUnit.DAYS);
    }

    /** Runs the task as if its delay were over. */
    public void tick() {
        task.orElseThrow().run();
    }

    /** The delay between two runs. */
    public long delayMillis() {
        return delayMillis;
    }
}
