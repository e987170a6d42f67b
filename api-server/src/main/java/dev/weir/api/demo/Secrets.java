package dev.weir.api.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the demo must remember and the database cannot tell: made once, kept until {@code --fresh}.
 *
 * @param pepper of the key HMACs, Base64 of 32 bytes
 * @param databasePassword of the demo's PostgreSQL
 * @param cluster the name of its Hazelcast cluster, so that two checkouts on one machine do not meet
 * @param keys the demo's API keys by role; the database holds their HMACs only
 */
record Secrets(String pepper, String databasePassword, String cluster, Map<String, String> keys) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Secrets {
        keys = Map.copyOf(keys);
    }

    /** Reads the secrets of a demo, or makes new ones and keeps them. */
    static Secrets of(DemoFiles files) {
        if (Files.exists(files.secrets())) {
            return read(files);
        }
        var random = new SecureRandom();
        var fresh = new Secrets(
                Base64.getEncoder().encodeToString(bytes(random, 32)),
                HexFormat.of().formatHex(bytes(random, 16)),
                "weir-demo-" + HexFormat.of().formatHex(bytes(random, 4)),
                Map.of());
        fresh.keep(files);
        return fresh;
    }

    static Secrets read(DemoFiles files) {
        try {
            return JSON.readValue(files.secrets().toFile(), Secrets.class);
        } catch (IOException e) {
            throw new DemoFailure(
                    "%s is not readable (%s). With ./weir demo --fresh the demo starts over."
                            .formatted(files.secrets(), e.getMessage()),
                    e);
        }
    }

    Secrets withKeys(Map<String, String> fresh) {
        return new Secrets(pepper, databasePassword, cluster, fresh);
    }

    /** The key of a role that has one. */
    String key(String role) {
        var key = keys.get(role);
        if (key == null) {
            throw new IllegalStateException("no key for " + role);
        }
        return key;
    }

    void keep(DemoFiles files) {
        var content = new TreeMap<String, Object>();
        content.put("pepper", pepper);
        content.put("databasePassword", databasePassword);
        content.put("cluster", cluster);
        content.put("keys", new TreeMap<>(keys));
        try {
            DemoFiles.write(
                    files.secrets(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings are always written", e);
        }
    }

    private static byte[] bytes(SecureRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
