package dev.weir.api.exports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.microblog.wire.Times;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API tells of exports. */
final class ExportAnswer {

    /** One export. */
    record One(Data data) {}

    /** Several exports. */
    record Many(List<Data> data, Meta meta) {}

    record Meta(@JsonProperty("result_count") int resultCount) {}

    /**
     * An export.
     *
     * @param cite of a complete export: a name that holds for these very bytes
     * @param parts those that are finished; left out in lists
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            String id,
            String status,
            @JsonProperty("waiting_for") @Nullable String waitingFor,
            String query,
            @JsonProperty("start_time") @Nullable String startTime,
            @JsonProperty("end_time") String endTime,
            List<String> fields,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("completed_at") @Nullable String completedAt,
            @JsonProperty("expires_at") String expiresAt,
            @JsonProperty("post_count") long postCount,
            long bytes,
            @Nullable String cite,
            @Nullable List<Part> parts,
            @JsonProperty("deletions_url") String deletionsUrl) {}

    /** A finished part. */
    record Part(int number, @JsonProperty("post_count") long postCount, long bytes, String sha256, String url) {}

    private ExportAnswer() {}

    static One one(Export export, List<ExportPart> parts) {
        return new One(data(export, parts));
    }

    static Many many(List<Export> exports) {
        return new Many(exports.stream().map(export -> data(export, null)).toList(), new Meta(exports.size()));
    }

    private static Data data(Export export, @Nullable List<ExportPart> parts) {
        ExportOrder order = export.order();
        String address = "/2/exports/" + export.id();
        return new Data(
                export.id(),
                export.status(),
                export.waitingFor().orElse(null),
                order.query(),
                order.start().map(Times::format).orElse(null),
                Times.format(order.end()),
                order.fields(),
                Times.format(export.createdAt()),
                export.completedAt().map(Times::format).orElse(null),
                Times.format(export.expiresAt()),
                export.posts(),
                export.bytes(),
                parts != null && export.isComplete() ? cite(export, parts) : null,
                parts == null
                        ? null
                        : parts.stream()
                                .map(part -> new Part(
                                        part.number(),
                                        part.posts(),
                                        part.bytes(),
                                        part.sha256(),
                                        address + "/parts/" + part.number()))
                                .toList(),
                address + "/deletions");
    }

    /** The hash of the parts' hashes: whoever has the parts can check that they are the ones that were cited. */
    private static String cite(Export export, List<ExportPart> parts) {
        StringBuilder hashes = new StringBuilder();
        parts.forEach(part -> hashes.append(part.sha256()).append('\n'));
        byte[] hash = SqlExports.sha256().digest(hashes.toString().getBytes(StandardCharsets.US_ASCII));
        return "weir:export:" + export.id() + ":" + HexFormat.of().formatHex(hash);
    }
}
