package dev.weir.api.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells a person how the work goes on: a line for each stage, with the time it took. */
final class Progress {

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;

    /**
     * @param out where the lines go
     * @param terminal whether a line may be written over
     * @param nanos a clock that only goes forward
     */
    Progress(PrintStream out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** One piece of the work. */
    interface Stage {
        /** Does it, and returns what there is to say about the result, or nothing. */
        String run() throws Exception;
    }

    /** Runs a stage. Whatever it throws becomes a {@link DemoFailure} that names the stage. */
    void stage(String name, Stage stage) {
        long start = nanos.getAsLong();
        if (terminal) {
            out.printf("  %-24s …", name);
            out.flush();
        }
        try {
            var result = stage.run();
            out.printf(
                    Locale.ROOT,
                    "%s  %-24s %5.1f s%s%n",
                    terminal ? "\r" : "",
                    name,
                    (nanos.getAsLong() - start) / 1e9,
                    result.isEmpty() ? "" : "  " + result);
        } catch (Exception e) {
            out.printf("%s  %-24s failed%n", terminal ? "\r" : "", name);
            if (e instanceof DemoFailure failure) {
                throw failure;
            }
            throw new DemoFailure("“%s” failed: %s".formatted(name, e.getMessage() == null ? e : e.getMessage()), e);
        }
    }
}
