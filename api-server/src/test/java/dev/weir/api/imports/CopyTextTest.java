package dev.weir.api.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.database.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CopyTextTest {

    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "\\N",
            "\\.",
            "back\\slash, 'quotes', \"double\"",
            "tab\tnew\nline\r\nreturn",
            "👨‍👩‍👧‍👦 🏳️‍🌈 1️⃣ e\u0301 𠮷",
            "\u202bשלום\u202c \u200b\u2060",
            "long ".repeat(50_000));

    private final Jdbi jdbi = TestDatabase.create().jdbi();

    @BeforeEach
    void table() {
        jdbi.useHandle(handle -> handle.execute("create table texts (n bigint, t text, at timestamptz, f boolean)"));
    }

    @Test
    void everyTextArrivesAsItWas() throws SQLException {
        try (var handle = jdbi.open();
                var copy = CopyText.into(handle.getConnection(), "texts (n, t)", "")) {
            for (int i = 0; i < TEXTS.size(); i++) {
                copy.row().number(i).text(TEXTS.get(i)).end();
            }
            copy.complete();
        }
        assertThat(column("select t from texts order by n", String.class)).isEqualTo(TEXTS);
    }

    @Test
    void timesArriveToTheMillisecond() throws SQLException {
        var times = List.of(
                Instant.EPOCH,
                Instant.parse("2026-11-20T23:59:59.999Z"),
                Instant.parse("2024-02-29T00:00:00.001Z"),
                Instant.parse("1969-12-31T23:59:59.123Z"));
        try (var handle = jdbi.open();
                var copy = CopyText.into(handle.getConnection(), "texts (n, at)", "")) {
            for (int i = 0; i < times.size(); i++) {
                copy.row().number(i).time(times.get(i).toEpochMilli()).end();
            }
            copy.complete();
        }
        assertThat(column("select at from texts order by n", Instant.class)).isEqualTo(times);
    }

    @Test
    void whatIsMissingIsNull() throws SQLException {
        try (var handle = jdbi.open();
                var copy = CopyText.into(handle.getConnection(), "texts (n, t, f)", "")) {
            copy.row().number((Long) null).text(null).flag(true).end();
            copy.complete();
        }
        assertThat(column("select count(*) from texts where n is null and t is null and f", Long.class))
                .containsExactly(1L);
    }

    @Test
    void aCopyThatIsNotCompletedLeavesNothing() throws SQLException {
        try (var handle = jdbi.open()) {
            try (var copy = CopyText.into(handle.getConnection(), "texts (n)", "")) {
                copy.row().number(1).end();
            }
            assertThat(handle.createQuery("select count(*) from texts")
                            .mapTo(Long.class)
                            .one())
                    .isZero();
        }
    }

    private <T> List<T> column(String sql, Class<T> type) {
        return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(type).list());
    }
}
