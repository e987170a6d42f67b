package dev.weir.api.streams;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the data API tells of connections. */
final class ConnectionsAnswer {

    private ConnectionsAnswer() {}

    /**
     * A page of connections.
     *
     * @param data left out when there are none
     */
    record Page(@JsonInclude(JsonInclude.Include.NON_EMPTY) List<Map<String, String>> data, Meta meta) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Meta(
            @JsonProperty("result_count") int resultCount,
            @JsonProperty("next_token") @Nullable String nextToken) {}

    /** What became of a request to close connections. */
    record Closed(Data data) {

        record Data(
                @JsonProperty("successful_kills") int successful,
                @JsonProperty("failed_kills") int failed,
                List<Result> results) {}

        @JsonInclude(JsonInclude.Include.NON_NULL)
        record Result(
                String uuid,
                boolean success,
                @JsonProperty("error_message") @Nullable String message) {}

        /**
         * @param asked in the order of the request
         * @param found those that were open
         */
        static Closed of(Iterable<UUID> asked, Set<UUID> found) {
            List<Result> results = new java.util.ArrayList<>();
            asked.forEach(id -> results.add(
                    found.contains(id)
                            ? new Result(id.toString(), true, null)
                            : new Result(id.toString(), false, "The app has no open connection with this id.")));
            int successful = (int) results.stream().filter(Result::success).count();
            return new Closed(new Data(successful, results.size() - successful, results));
        }
    }

    /** A connection with the fields that were asked for. */
    static Map<String, String> entry(SqlConnections.Registered connection, Set<String> fields) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("id", connection.id().toString());
        all.put("endpoint_name", connection.stream());
        all.put("connected_at", dev.weir.api.microblog.wire.Times.format(connection.connectedAt()));
        connection
                .disconnectedAt()
                .ifPresent(time -> all.put("disconnected_at", dev.weir.api.microblog.wire.Times.format(time)));
        connection.reason().ifPresent(reason -> all.put("disconnect_reason", reason));
        all.keySet().retainAll(fields);
        return all;
    }
}
