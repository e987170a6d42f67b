package dev.weir.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BillingPeriodTest {

    @Test
    void isTheCalendarMonthInUtc() {
        var period = BillingPeriod.at(Instant.parse("2026-11-30T23:59:59.999Z"));

        assertThat(period.id()).isEqualTo("2026-11");
        assertThat(period.starts()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(period.ends()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(BillingPeriod.at(period.starts())).isEqualTo(period);
        assertThat(BillingPeriod.at(period.ends()).id()).isEqualTo("2026-12");
    }

    @Test
    void periodsTileTheTime() {
        var period = BillingPeriod.at(Instant.parse("2024-01-31T12:00:00Z"));
        for (int month = 0; month < 120; month++) {
            var next = period.next();
            assertThat(next.starts()).isEqualTo(period.ends());
            assertThat(BillingPeriod.at(period.ends().minusNanos(1))).isEqualTo(period);
            period = next;
        }
        assertThat(period.id()).isEqualTo("2034-01");
    }
}
