package dev.weir.api.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The register of the demo's gateways: a file each, in {@code var/run}, that is worth as much as its process lives. */
final class DemoGateways {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final Path folder;

    DemoGateways(DemoFiles files) {
        this.folder = files.run();
    }

    /** The gateways whose processes live, by port. Files of dead ones are removed. */
    List<DemoGateway> alive() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var alive = new ArrayList<DemoGateway>();
        try (var files = Files.newDirectoryStream(folder, "gateway-*.json")) {
            for (var file : files) {
                var gateway = read(file);
                if (gateway.alive()) {
                    alive.add(gateway);
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new DemoFailure("cannot read " + folder + ": " + e.getMessage(), e);
        }
        alive.sort(Comparator.comparingInt(DemoGateway::port));
        return List.copyOf(alive);
    }

    void enter(DemoGateway gateway) {
        try {
            DemoFiles.write(file(gateway), JSON.writeValueAsString(gateway) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a gateway is always written", e);
        }
    }

    void leave(DemoGateway gateway) {
        try {
            Files.deleteIfExists(file(gateway));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does something that two processes of this checkout must not do at the same time. */
    <T> T exclusively(Supplier<T> work) {
        try {
            Files.createDirectories(folder);
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                return lock.isValid() ? work.get() : exclusively(work);
            }
        } catch (IOException e) {
            throw new DemoFailure("cannot use " + folder + ": " + e.getMessage(), e);
        }
    }

    private DemoGateway read(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), DemoGateway.class);
        } catch (JsonProcessingException e) {
            throw new DemoFailure(
                    "%s is damaged (%s); remove it once no demo runs".formatted(file, e.getOriginalMessage()), e);
        }
    }

    private Path file(DemoGateway gateway) {
        return folder.resolve("gateway-" + gateway.port() + ".json");
    }
}
