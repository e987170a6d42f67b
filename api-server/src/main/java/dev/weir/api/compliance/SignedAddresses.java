package dev.weir.api.compliance;

import dev.weir.api.microblog.wire.PageTokens;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Addresses that need no key: whoever has one may use it, until its time is over. */
public final class SignedAddresses {

    private static final String UPLOADS = "compliance uploads";
    private static final String RESULTS = "compliance results";

    private final PageTokens tokens;

    /** @param tokens signs; the same on all nodes */
    public SignedAddresses(PageTokens tokens) {
        this.tokens = tokens;
    }

    /** Where the list of a job goes. */
    String upload(ComplianceJob job) {
        return "/2/compliance/uploads/" + token(UPLOADS, job, job.uploadExpiresAt());
    }

    /** Where the result of a job is. */
    String result(ComplianceJob job) {
        return "/2/compliance/results/" + token(RESULTS, job, job.downloadExpiresAt());
    }

    /** The job of an upload address; empty if it is none of ours, or its time is over. */
    OptionalLong uploadJob(String token, Instant now) {
        return job(UPLOADS, token, now);
    }

    /** The job of a result address; empty if it is none of ours, or its time is over. */
    OptionalLong resultJob(String token, Instant now) {
        return job(RESULTS, token, now);
    }

    private String token(String purpose, ComplianceJob job, Instant expires) {
        return tokens.token(purpose, job.id(), expires.getEpochSecond());
    }

    private OptionalLong job(String purpose, String token, Instant now) {
        Optional<long[]> place = tokens.place(purpose, token);
        return place.isPresent() && place.get().length == 2 && now.getEpochSecond() < place.get()[1]
                ? OptionalLong.of(place.get()[0])
                : OptionalLong.empty();
    }
}
