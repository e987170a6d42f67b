package dev.weir.api.cli;

import com.codahale.metrics.MetricRegistry;
import dev.weir.limits.UsageLedger;
import dev.weir.limits.node.LimiterNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir limit-store}. */
@Command(
        name = "limit-store",
        description = {
            "Runs a member of the limit store by itself, until it is told to end; for gateways with limits.store: client.",
            "It reads cluster, members, bind and port from the section limits of the same configuration."
        },
        mixinStandardHelpOptions = true)
final class LimitStoreCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "CONFIG", description = "The configuration, as the gateways have it.")
    private Path configuration = Path.of("");

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The one address to listen on, instead of limits.bind. Keep it on a private network.")
    private Optional<String> bind = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on, instead of limits.port.")
    private Optional<Integer> port = Optional.empty();

    LimitStoreCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var whole = new Application(terminal.data()).configuration(configuration);
        whole.getLoggingFactory().configure(new MetricRegistry(), "weir-limit-store");
        var limits = whole.limits();
        var address = bind.orElse(limits.bind());
        int listen = port.orElse(limits.port());
        var ended = new CountDownLatch(1);
        // It decides nothing itself, so it needs no ledger: whoever asks it brings the figures along.
        var member = LimiterNode.start(limits.ofMember(address, listen), UsageLedger.empty());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            member.close();
                            ended.countDown();
                        },
                        "limit-store-end"));
        terminal.say("A member of the limit store \"%s\" is at %s:%d, one of %d. Ctrl-C ends it."
                .formatted(limits.cluster(), address, listen, member.health().members()));
        ended.await();
        return 0;
    }
}
