package dev.weir.api.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command was called from, and where its words go.
 *
 * @param data what was asked for, and nothing else
 * @param messages everything said to a person
 * @param interactive whether messages go to a terminal, so that a line may be written over
 * @param home the checkout that {@code ./weir} belongs to; empty when the server runs from elsewhere
 */
record Terminal(PrintStream data, PrintStream messages, boolean interactive, Optional<Path> home) {

    private static final ObjectWriter JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .registerModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .writerWithDefaultPrettyPrinter();

    /** The terminal of this process. The launcher says what only a shell can know. */
    static Terminal ofProcess() {
        return new Terminal(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.getBoolean("weir.terminal"),
                path(System.getProperty("weir.home")));
    }

    /** Says something to a person. */
    void say(String message) {
        messages.println(message);
    }

    /** Writes a value for a script, as indented JSON. */
    void json(Object value) {
        try {
            data.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a value that JSON knows: " + value, e);
        }
    }

    // Java writes to a terminal in the encoding of the locale, and a locale of "C" would lose every letter beyond
    // ASCII.
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static Optional<Path> path(@Nullable String property) {
        return Optional.ofNullable(property).map(Path::of);
    }
}
