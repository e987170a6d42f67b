package dev.weir.drills.scale;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The least that Dropwizard can do: one resource that returns bytes which it has in memory, by path and query. */
public final class BareServer extends Application<Configuration> {

    private final Map<String, byte[]> answers;

    private BareServer(Map<String, byte[]> answers) {
        this.answers = answers;
    }

    /** Arguments: the file with the answers, as {@link #write} makes it, and Dropwizard's. */
    public static void main(String[] arguments) throws Exception {
        Map<String, byte[]> answers = new HashMap<>();
        for (String line : Files.readAllLines(java.nio.file.Path.of(arguments[0]), StandardCharsets.US_ASCII)) {
            int space = line.indexOf(' ');
            answers.put(line.substring(0, space), Base64.getDecoder().decode(line.substring(space + 1)));
        }
        new BareServer(answers).run("server", arguments[1]);
    }

    /** Writes what it is to answer. */
    public static void write(java.nio.file.Path file, Map<String, byte[]> answers) throws IOException {
        List<String> lines = answers.entrySet().stream()
                .map(answer -> answer.getKey() + " " + Base64.getEncoder().encodeToString(answer.getValue()))
                .toList();
        Files.write(file, lines, StandardCharsets.US_ASCII);
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
        environment.jersey().register(new Bytes(answers));
    }

    /** The resource. */
    @Path("/{path: .*}")
    public static final class Bytes {

        private final Map<String, byte[]> answers;

        Bytes(Map<String, byte[]> answers) {
            this.answers = answers;
        }

        @GET
        @Produces(MediaType.APPLICATION_JSON)
        public byte[] get(@Context UriInfo uri) {
            String query = uri.getRequestUri().getRawQuery();
            byte[] found = answers.get(uri.getRequestUri().getRawPath() + (query == null ? "" : "?" + query));
            if (found == null) {
                throw new NotFoundException();
            }
            return found;
        }
    }
}
