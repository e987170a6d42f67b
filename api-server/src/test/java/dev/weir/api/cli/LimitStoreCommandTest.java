package dev.weir.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.limits.Decision;
import dev.weir.limits.Demand;
import dev.weir.limits.Limit;
import dev.weir.limits.LimitRequest;
import dev.weir.limits.Source;
import dev.weir.limits.Unit;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.guard.GuardSettings;
import dev.weir.limits.node.LimiterNode;
import dev.weir.limits.node.LimiterSettings;
import dev.weir.limits.node.Topology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LimitStoreCommandTest {

    private static final Limit TEN = Limit.window("ten", Unit.REQUESTS, 10, Duration.ofHours(1));

    @TempDir
    private Path folder;

    @Test
    void gatewaysThatAskAMemberOfItsOwnShareOneLimit() throws Exception {
        int port = freePort();
        var configuration = Files.writeString(folder.resolve("weir.yml"), """
                database: {driverClass: org.postgresql.Driver, url: "jdbc:postgresql://127.0.0.1:1/none"}
                keys: {pepper: "a pepper for tests, known to everybody, 42"}
                limits: {store: client, cluster: apart, members: ["127.0.0.1:%d"], nodes: 2, deadline: 1s}
                logging: {level: WARN}
                """.formatted(port));
        var messages = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(messages, true, StandardCharsets.UTF_8),
                false,
                Optional.empty());
        var member = new Thread(
                () -> Weir.run(terminal, "limit-store", "--port", Integer.toString(port), configuration.toString()),
                "limit-store");
        member.setDaemon(true);
        member.start();

        var usual = GuardSettings.defaults();
        var settings = new LimiterSettings(
                new Topology.Client("apart", List.of("127.0.0.1:" + port), 2),
                // A share of 5 must not step in because this machine is busy.
                new GuardSettings(
                        Duration.ofSeconds(1), usual.callsInFlight(), usual.breaker(), usual.homesRemembered()));
        try (var one = LimiterNode.start(settings, UsageLedger.empty());
                var other = LimiterNode.start(settings, UsageLedger.empty())) {
            untilTheStoreDecides(one);
            untilTheStoreDecides(other);
            int admitted = 0;
            for (int i = 0; i < 20; i++) {
                var decision = (i % 2 == 0 ? one : other)
                        .decide(new LimitRequest("account-1", List.of(Demand.of(TEN, "app-1", 1))));
                admitted += decision instanceof Decision.Allowed ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(10);
            assertThat(messages.toString(StandardCharsets.UTF_8)).contains("\"apart\" is at 127.0.0.1:" + port);
        } finally {
            member.interrupt();
        }
    }

    private static void untilTheStoreDecides(LimiterNode node) {
        for (long i = 1; ; i++) {
            var decision = node.decide(new LimitRequest("warm-up", List.of(Demand.of(TEN, "app-" + i, 1))));
            if (decision.source() == Source.STORE) {
                return;
            }
            Thread.onSpinWait();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
