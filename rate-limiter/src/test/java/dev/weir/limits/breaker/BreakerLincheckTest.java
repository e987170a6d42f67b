package dev.weir.limits.breaker;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** The breaker behaves, under every interleaving tried, as if its operations ran one after the other. */
@Param(name = "second", gen = IntGen.class, conf = "1:3")
public class BreakerLincheckTest {

    private final Breaker breaker = new Breaker(
            new BreakerSettings(
                    2, Duration.ZERO, 0.5, 100, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2)),
            () -> 0.5);

    private static long nanos(int second) {
        return second * 1_000_000_000L;
    }

    @Operation
    public void failed() {
        breaker.failed(nanos(1));
    }

    @Operation
    public void probeAnswered() {
        breaker.probeAnswered(nanos(1));
    }

    @Operation
    public Breaker.Phase phase() {
        return breaker.phase();
    }

    @Operation
    public boolean admits(@Param(name = "second") int second) {
        return breaker.admits(nanos(second));
    }

    @Test
    void operationsBehaveAsIfOneAfterTheOther() {
        new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(50)
                .threads(2)
                .actorsPerThread(3)
                .check(BreakerLincheckTest.class);
    }

    @Test
    void operationsBehaveAsIfOneAfterTheOtherUnderLoad() {
        new StressOptions()
                .iterations(4)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .check(BreakerLincheckTest.class);
    }
}
