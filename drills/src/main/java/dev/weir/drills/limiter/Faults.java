package dev.weir.drills.limiter;

import com.hazelcast.map.IMap;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** The faults that are rehearsed. */
enum Faults implements Fault {
    /** {@code kill -9} of one member, which stays away. */
    MEMBER_KILLED {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            fleet.member(0).kill();
            TimeUnit.SECONDS.sleep(15);
        }

        @Override
        public boolean ends() {
            return false;
        }
    },
    /** {@code kill -9} of all members; ten seconds later they start empty. */
    ALL_MEMBERS_KILLED {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            for (NodeProcess member : fleet.members()) {
                member.kill();
            }
            TimeUnit.SECONDS.sleep(10);
            fleet.restartMembers();
            fleet.awaitWhole();
        }
    },
    /** SIGSTOP of one member for 15 s. */
    MEMBER_FROZEN {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            fleet.member(0).freeze();
            TimeUnit.SECONDS.sleep(15);
            fleet.member(0).thaw();
        }
    },
    /** The map is cleared four times, then destroyed. */
    MAP_WIPED {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            for (int i = 0; i < 4; i++) {
                fleet.map().clear();
                TimeUnit.SECONDS.sleep(3);
            }
            fleet.map().destroy();
        }

        @Override
        public Optional<Event.Kind> alarm() {
            return Optional.of(Event.Kind.VANISHED);
        }
    },
    /** Every entry is overwritten, three times, with nothing, noise, half of itself or a later version. */
    ENTRIES_CORRUPTED {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < 3; i++) {
                corrupt(fleet.map(), random);
                TimeUnit.SECONDS.sleep(4);
            }
        }

        @Override
        public Optional<Event.Kind> alarm() {
            return Optional.of(Event.Kind.QUARANTINED);
        }
    },
    /** All members are restarted, one after the other, as for an upgrade. */
    MEMBERS_RESTARTED {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            for (int i = 0; i < NodeFleet.MEMBERS; i++) {
                fleet.member(i).terminate();
                fleet.restartMember(i);
                fleet.awaitWhole();
                TimeUnit.SECONDS.sleep(2);
            }
        }
    },
    /** All members, and then both gateways, are restarted one after the other, as for an upgrade of everything. */
    EVERYTHING_RESTARTED {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            MEMBERS_RESTARTED.happen(fleet);
            for (int i = 0; i < NodeFleet.GATEWAYS; i++) {
                fleet.restartGateway(i);
            }
        }
    },
    /** One member and one gateway are cut off from the two members and the gateway on the other side for 15 s. */
    PARTITIONED {
        @Override
        public void happen(NodeFleet fleet) throws Exception {
            fleet.network().cut();
            TimeUnit.SECONDS.sleep(15);
            fleet.network().heal();
            fleet.awaitWhole();
        }

        @Override
        public int sides() {
            return 2;
        }
    };

    /** Of whatever a fault chooses. */
    static final long SEED = 20_261_128;

    private static final byte LATER_VERSION = 99;

    private static void corrupt(IMap<String, byte[]> map, SplittableRandom random) {
        for (String home : map.keySet()) {
            byte[] entry = map.get(home);
            if (entry != null) {
                map.set(home, corrupted(entry, random));
            }
        }
    }

    private static byte[] corrupted(byte[] entry, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                return new byte[0];
            }
            case 1 -> {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                return noise;
            }
            case 2 -> {
                return Arrays.copyOf(entry, entry.length / 2);
            }
            default -> {
                byte[] later = entry.clone();
                if (later.length > 0) {
                    later[0] = LATER_VERSION;
                }
                return later;
            }
        }
    }
}
