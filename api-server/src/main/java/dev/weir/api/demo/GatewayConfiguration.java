package dev.weir.api.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The configuration of a gateway of the demo: the one that {@code api-server/config/weir.yml} explains, with the demo's
 * own values put in.
 */
final class GatewayConfiguration {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    private GatewayConfiguration() {}

    /**
     * Writes the configuration of a gateway.
     *
     * @param bind the address that the gateway listens on
     * @param databasePort of the demo's PostgreSQL
     * @param members other members of the cluster, as host:port
     * @return the file
     */
    static Path write(
            DemoFiles files,
            Secrets secrets,
            DemoGateway gateway,
            String bind,
            int databasePort,
            List<String> members) {
        var tree = standard(files);
        var database = object(tree, "database");
        database.put("url", "jdbc:postgresql://127.0.0.1:%d/%s".formatted(databasePort, LocalPostgres.DATABASE));
        database.put("user", LocalPostgres.USER);
        database.put("password", secrets.databasePassword());

        object(tree, "keys").put("pepper", secrets.pepper());

        var limits = object(tree, "limits");
        limits.put("store", "embedded");
        limits.put("cluster", secrets.cluster());
        limits.put("bind", "127.0.0.1");
        limits.put("port", gateway.clusterPort());
        limits.set("members", YAML.valueToTree(members));

        tree.put("stateDirectory", files.gateways().resolve("" + gateway.port()).toString());

        var server = object(tree, "server");
        connector(server, "applicationConnectors").put("bindHost", bind).put("port", gateway.port());
        connector(server, "adminConnectors").put("bindHost", bind).put("port", gateway.adminPort());

        var log = object(tree, "logging").withArray("appenders");
        var format = log.path(0).path("logFormat").asText();
        log.removeAll();
        log.addObject()
                .put("type", "file")
                .put("currentLogFilename", files.log(gateway.port()).toString())
                .put("archive", false)
                .put("logFormat", format);
        try {
            var file = files.configuration(gateway.port());
            DemoFiles.write(file, "# Written by ./weir demo at each start.\n" + YAML.writeValueAsString(tree));
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }

    private static ObjectNode standard(DemoFiles files) {
        try {
            return (ObjectNode) YAML.readTree(files.configuration().toFile());
        } catch (IOException | ClassCastException e) {
            throw new DemoFailure("cannot read %s: %s".formatted(files.configuration(), e.getMessage()), e);
        }
    }

    private static ObjectNode object(ObjectNode tree, String key) {
        return tree.withObjectProperty(key);
    }

    private static ObjectNode connector(ObjectNode server, String key) {
        JsonNode first = server.withArray(key).path(0);
        if (first instanceof ObjectNode connector) {
            return connector;
        }
        return server.withArray(key).addObject().put("type", "http");
    }
}
