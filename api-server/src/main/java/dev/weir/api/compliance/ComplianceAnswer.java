package dev.weir.api.compliance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.microblog.wire.Times;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API tells of compliance jobs, as clients of the other platform read it. */
final class ComplianceAnswer {

    /** One job. */
    record One(Data data) {}

    /** Several jobs. */
    record Many(List<Data> data, Meta meta) {}

    record Meta(@JsonProperty("result_count") int resultCount) {}

    /** A job; clients insist on both addresses and their times, whatever the status. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            String id,
            String type,
            @Nullable String name,
            boolean resumable,
            String status,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("upload_url") String uploadUrl,
            @JsonProperty("upload_expires_at") String uploadExpiresAt,
            @JsonProperty("download_url") String downloadUrl,
            @JsonProperty("download_expires_at") String downloadExpiresAt) {}

    private ComplianceAnswer() {}

    static Data data(ComplianceJob job, Instant now, String uploadUrl, String downloadUrl) {
        return new Data(
                Long.toString(job.id()),
                job.type().wireName(),
                job.name().orElse(null),
                job.resumable(),
                job.statusAt(now),
                Times.format(job.createdAt()),
                uploadUrl,
                Times.format(job.uploadExpiresAt()),
                downloadUrl,
                Times.format(job.downloadExpiresAt()));
    }
}
