package dev.weir.drills.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.drills.limiter.Event.Kind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountTest {

    private static final Traffic TEN = new Traffic("ten", 2, 10, 60, 100);

    @TempDir
    Path folder;

    @Test
    void countsWhatEachHomeWasAdmitted() {
        List<Event> events = new ArrayList<>(allowed(0, 0, 11));
        events.addAll(allowed(1, 100, 3));

        assertThat(account(events).admitted().get(0)).containsExactly(11, 3);
    }

    @Test
    void aRefusalIsFalseWhileMoreIsLeftThanTheOtherNodeMayHold() {
        // Of 10, two nodes: the other may hold 2.
        assertThat(account(with(allowed(0, 0, 7), refused(0, 50))).falseRefusals())
                .isEqualTo(1);
        assertThat(account(with(allowed(0, 0, 8), refused(0, 50))).falseRefusals())
                .isZero();
        assertThat(account(with(allowed(0, 100, 8), refused(0, 50))).falseRefusals())
                .as("refused before the others were admitted")
                .isEqualTo(1);
        assertThat(account(with(allowed(1, 0, 8), refused(0, 50))).falseRefusals())
                .as("what another home spent")
                .isEqualTo(1);
    }

    @Test
    void theBoundIsAShareAndOneRequestForEachNodeAndTheWindowForEachFurtherSide() {
        assertThat(account(List.of()).bound(TEN, 1)).isEqualTo(2 * (5 + 1));
        assertThat(account(List.of()).bound(TEN, 2)).isEqualTo(2 * (5 + 1) + 10);
    }

    @Test
    void recoveredIsWhenSharesNoLongerDecide() {
        long second = 1_000_000_000;
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(new Event(0, 0, i * second, 1, i < 4 ? Kind.ALLOWED_SHARE : Kind.ALLOWED_STORE));
        }
        assertThat(account(events).recoveredAfter(0, 10 * second)).isEqualTo(3_500);
        assertThat(account(events).recoveredAfter(5 * second, 10 * second)).isZero();
    }

    @Test
    void tellsTheFirstAlarmAfterTheFault() {
        List<Event> events =
                List.of(new Event(-1, 0, 5_000_000, 0, Kind.VANISHED), new Event(-1, 0, 30_000_000, 0, Kind.VANISHED));
        assertThat(account(events).firstAlarm(Kind.VANISHED, 10_000_000)).isEqualTo(20);
        assertThat(account(events).firstAlarm(Kind.QUARANTINED, 0)).isEqualTo(-1);
    }

    @Test
    void eventsAndTrafficAreReadAsTheyWereWritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<Event> events = List.of(refused(1, 7), new Event(-1, 0, -3, 0, Kind.QUARANTINED));
        for (Event event : events) {
            event.write(new DataOutputStream(bytes));
        }
        assertThat(Event.read(Files.write(folder.resolve("events"), bytes.toByteArray())))
                .isEqualTo(events);
        assertThat(Traffic.parse(TEN.toString())).isEqualTo(TEN);
    }

    private static Account account(List<Event> events) {
        return new Account(List.of(TEN), 2, events);
    }

    private static List<Event> allowed(int home, long from, int times) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            events.add(new Event(0, home, from + i, 0, Kind.ALLOWED_LEASE));
        }
        return events;
    }

    private static Event refused(int home, long at) {
        return new Event(0, home, at, 0, Kind.DENIED_STORE);
    }

    private static List<Event> with(List<Event> events, Event one) {
        List<Event> all = new ArrayList<>(events);
        all.add(one);
        return all;
    }
}
