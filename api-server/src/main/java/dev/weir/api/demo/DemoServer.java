package dev.weir.api.demo;

import java.nio.file.Path;

/** Starts the server in this process. The wiring gives it; the demo knows no more of it. */
@FunctionalInterface
public interface DemoServer {

    /**
     * Starts the server and returns once it answers.
     *
     * @param configuration its configuration file
     * @param ended called when the server, and all that belongs to it, has ended
     * @throws Exception it did not start; the message says why
     */
    void start(Path configuration, Runnable ended) throws Exception;
}
