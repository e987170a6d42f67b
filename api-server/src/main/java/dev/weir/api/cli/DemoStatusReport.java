package dev.weir.api.cli;

import dev.weir.api.demo.DemoStatus;

/** Tells what of the demo runs, to a person or a script. */
final class DemoStatusReport {

    private static final int RUNS = 0;
    private static final int RUNS_NOT = 1;

    private final Terminal terminal;
    private final boolean json;

    DemoStatusReport(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** Prints it, and returns 0 if the demo runs, 1 if it does not. */
    int print(DemoStatus status) {
        if (json) {
            terminal.json(status);
        } else if (!status.running()) {
            terminal.say("The demo is not running. Start it with ./weir demo");
        } else {
            for (var gateway : status.gateways()) {
                terminal.data()
                        .printf(
                                "%s  %s  pid %d  %s%n",
                                gateway.baseUrl(),
                                gateway.state(),
                                gateway.pid(),
                                gateway.clusterSize()
                                        .map(size -> "cluster of " + size)
                                        .orElse("cluster unknown"));
            }
            status.postgres()
                    .ifPresent(postgres -> terminal.data()
                            .printf("PostgreSQL  127.0.0.1:%d  pid %d%n", postgres.port(), postgres.pid()));
        }
        return status.running() ? RUNS : RUNS_NOT;
    }
}
