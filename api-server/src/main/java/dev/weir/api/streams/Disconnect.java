package dev.weir.api.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a connection ended, and what its reader is told in the last line. */
enum Disconnect {
    /** The reader went away by itself, or the network did. */
    READER_GONE("reader gone", "", ""),
    /** The reader had asked for no more. */
    END_TIME("end time", "", ""),
    SHUTDOWN(
            "shutdown",
            "OperationalDisconnect",
            "This gateway is being taken out of service. Connect again; backfill_minutes closes the gap."),
    SLOW_READER(
            "slow reader",
            "SlowReader",
            "The stream was read more slowly than posts came. Read faster, or with rules that find less."),
    KEY_ENDED("key ended", "ForceDisconnect", "The key was revoked or has expired."),
    PLAN_CHANGED("plan changed", "ForceDisconnect", "What the account's plan allows has changed. Connect again."),
    CLOSED_BY_APP("closed by the app", "ForceDisconnect", "The app closed this connection by DELETE /2/connections."),
    NOT_REGISTERED(
            "not registered",
            "ForceDisconnect",
            "This gateway was cut off for so long that the connection was given up. Connect again; backfill_minutes"
                    + " closes the gap."),
    PLACE_LOST(
            "place lost",
            "UpstreamOperationalDisconnect",
            "Posts may have been missed here. Connect again; backfill_minutes closes the gap."),
    CAPPED("usage capped", "", "Usage cap exceeded: Monthly product cap");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String reason;
    private final String type;
    private final String detail;

    Disconnect(String reason, String type, String detail) {
        this.reason = reason;
        this.type = type;
        this.detail = detail;
    }

    /** In a word, for lists and metrics. */
    String reason() {
        return reason;
    }

    /** The last line; empty where nobody needs one. */
    Optional<Line> line() {
        if (detail.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        if (this == CAPPED) {
            problem.put("title", "UsageCapExceeded");
            problem.put("period", "Monthly");
            problem.put("scope", "Product");
            problem.put("type", ProblemType.USAGE_CAPPED.uri());
        } else {
            problem.put("title", "operational-disconnect");
            problem.put("disconnect_type", type);
            problem.put("type", ProblemType.OPERATIONAL_DISCONNECT.uri());
        }
        problem.put("detail", detail);
        try {
            String json = JSON.writeValueAsString(Map.of("errors", List.of(problem)));
            return Optional.of(new Line((json + "\r\n").getBytes(StandardCharsets.UTF_8), false));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
