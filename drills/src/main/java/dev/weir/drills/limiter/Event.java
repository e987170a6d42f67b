package dev.weir.drills.limiter;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that a node saw.
 *
 * @param traffic index of the traffic, -1 for an alarm
 * @param home number of the home in it
 * @param at when it began, in nanoseconds of the machine's monotonic clock, which all its processes share
 * @param nanos how long it took
 * @param kind what it was
 */
record Event(int traffic, int home, long at, long nanos, Kind kind) {

    /** What an event is. */
    enum Kind {
        ALLOWED_LEASE,
        ALLOWED_STORE,
        ALLOWED_SHARE,
        DENIED_LEASE,
        DENIED_STORE,
        DENIED_SHARE,
        REDUCED,
        /** The limiter threw. */
        FAILED,
        /** The limiter said that the store had lost something. */
        VANISHED,
        /** The limiter said that an entry was damaged. */
        QUARANTINED;

        boolean isAllowed() {
            return this == ALLOWED_LEASE || this == ALLOWED_STORE || this == ALLOWED_SHARE;
        }

        boolean isDenied() {
            return this == DENIED_LEASE || this == DENIED_STORE || this == DENIED_SHARE;
        }

        boolean isFromLease() {
            return this == ALLOWED_LEASE || this == DENIED_LEASE;
        }

        boolean isFromShare() {
            return this == ALLOWED_SHARE || this == DENIED_SHARE;
        }

        boolean isAlarm() {
            return this == VANISHED || this == QUARANTINED;
        }
    }

    /** When it ended. */
    long ended() {
        return at + nanos;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeShort(traffic);
        out.writeInt(home);
        out.writeLong(at);
        out.writeLong(nanos);
        out.writeUTF(kind.name());
    }

    /** All events of a file. */
    static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                events.add(new Event(
                        in.readShort(), in.readInt(), in.readLong(), in.readLong(), Kind.valueOf(in.readUTF())));
            }
        } catch (EOFException end) {
            return events;
        }
    }
}
