package dev.weir.api.streams;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.problems.InvalidParameter;
import dev.weir.api.problems.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the data API tells of rules.
 *
 * @param data the rules; left out when there are none
 * @param errors what could not be done, for each rule; left out when all could
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RulesAnswer(List<Entry> data, Meta meta, List<RuleError> errors) {

    /** A rule on the wire. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(String id, String value, @Nullable String tag) {
        static Entry of(Rule rule) {
            return new Entry(Long.toString(rule.id()), rule.value(), rule.tag());
        }
    }

    /**
     * About the answer.
     *
     * @param sent when it was made
     * @param resultCount rules in {@code data}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Meta(
            String sent,
            @JsonProperty("result_count") @Nullable Integer resultCount,
            @JsonProperty("next_token") @Nullable String nextToken,
            @Nullable Summary summary) {}

    /** What a change came to: either the first four are there, or the last two. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Summary(
            @Nullable Integer created,
            @JsonProperty("not_created") @Nullable Integer notCreated,
            @Nullable Integer valid,
            @Nullable Integer invalid,
            @Nullable Integer deleted,
            @JsonProperty("not_deleted") @Nullable Integer notDeleted) {

        static Summary added(int created, int refused) {
            return new Summary(created, refused, created, refused, null, null);
        }

        static Summary deleted(int deleted, int missing) {
            return new Summary(null, null, null, null, deleted, missing);
        }
    }

    /** Why one rule was not added or deleted. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleError(
            @Nullable String value,
            @Nullable String id,
            @Nullable List<String> details,
            @Nullable List<InvalidParameter> errors,
            String detail,
            String title,
            ProblemType type) {

        static RuleError invalid(String value, String why) {
            return new RuleError(value, null, List.of(why), null, why, "Invalid Rule", ProblemType.INVALID_RULES);
        }

        static RuleError duplicate(String value, @Nullable String id) {
            return new RuleError(
                    value,
                    id,
                    null,
                    null,
                    id == null ? "The request holds this rule twice." : "The app has this rule already.",
                    "DuplicateRule",
                    ProblemType.DUPLICATE_RULES);
        }

        static RuleError missing(String parameter, String value) {
            return new RuleError(
                    null,
                    null,
                    null,
                    List.of(InvalidParameter.of(parameter, value, "The app has no such rule.")),
                    "The app has no such rule.",
                    "Invalid Request",
                    ProblemType.INVALID_REQUEST);
        }
    }
}
