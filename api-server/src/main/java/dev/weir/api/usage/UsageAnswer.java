package dev.weir.api.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the data API tells of usage. Amounts are decimal strings, as clients know them.
 *
 * @param data the figures
 */
record UsageAnswer(Data data) {

    /**
     * @param capResetDay days until the cap is whole again, at least 1
     * @param projectCap posts a month; left out when the plan has no cap
     * @param projectUsage posts handed out since the month began
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            @JsonProperty("cap_reset_day") int capResetDay,
            @JsonProperty("project_cap") @Nullable String projectCap,
            @JsonProperty("project_id") String projectId,
            @JsonProperty("project_usage") String projectUsage,
            @JsonProperty("daily_project_usage") @Nullable ProjectDays dailyProjectUsage,

            @JsonProperty("daily_client_app_usage") @Nullable
            List<AppDays> dailyClientAppUsage) {}

    record ProjectDays(@JsonProperty("project_id") String projectId, List<Day> usage) {}

    record AppDays(
            @JsonProperty("client_app_id") String clientAppId,
            List<Day> usage,
            @JsonProperty("usage_result_count") int usageResultCount) {}

    /** @param date the day's first instant, UTC */
    record Day(String date, String usage) {}
}
