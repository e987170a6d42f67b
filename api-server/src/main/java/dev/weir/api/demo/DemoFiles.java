package dev.weir.api.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the demo keeps its things: everything below {@code var/} of the checkout.
 *
 * @param home the checkout
 */
public record DemoFiles(Path home) {

    public DemoFiles {
        home = home.toAbsolutePath().normalize();
    }

    Path var() {
        return home.resolve("var");
    }

    /** The description of the demo that scripts read. */
    public Path demoJson() {
        return var().resolve("demo.json");
    }

    /** Pepper, passwords and keys of this demo; readable by its owner alone. */
    Path secrets() {
        return var().resolve("secrets.json");
    }

    /** What runs at the moment. */
    Path run() {
        return var().resolve("run");
    }

    /** What the gateway on a port has to say. */
    Path log(int port) {
        return logs().resolve("gateway-%d.log".formatted(port));
    }

    /** The configuration of the gateway on a port. */
    Path configuration(int port) {
        return run().resolve("gateway-%d.yml".formatted(port));
    }

    Path logs() {
        return var().resolve("log");
    }

    /** What gateways keep locally, a folder each. */
    Path gateways() {
        return var().resolve("gateways");
    }

    /** The unpacked programs of PostgreSQL. */
    Path postgresPrograms() {
        return var().resolve("postgres");
    }

    /** The data directory of PostgreSQL. */
    Path data() {
        return var().resolve("data");
    }

    /** How large the invented world is; absent for the usual size. */
    Path world() {
        return data().resolve("weir-world");
    }

    /** The server's configuration, explained; the demo's gateways use it with their own values. */
    Path configuration() {
        return home.resolve("api-server").resolve("config").resolve("weir.yml");
    }

    /** The plans that the demo publishes, before its own is added. */
    Path plans() {
        return home.resolve("api-server").resolve("config").resolve("plans.yml");
    }

    /** Writes a file whole or not at all, and for its owner alone: most of them hold keys. */
    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DemoFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Deletes a folder with all that is in it; nothing happens when it is not there. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new DemoFailure("cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }
}
