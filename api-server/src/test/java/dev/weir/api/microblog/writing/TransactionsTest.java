package dev.weir.api.microblog.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.database.TestDatabase;
import dev.weir.api.microblog.MicroblogUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private final Jdbi jdbi = TestDatabase.create().jdbi();
    private final Transactions transactions = new Transactions(jdbi);

    @Test
    void oneThatPostgresqlChoseToEndIsRunAgain() {
        var runs = new AtomicInteger();

        int result = transactions.run(handle -> {
            if (runs.incrementAndGet() < 3) {
                handle.execute("do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$");
            }
            return runs.get();
        });

        assertThat(result).isEqualTo(3);
    }

    /** As a pool fails that has no connection left: without an SQLSTATE. */
    @Test
    void aFailureWithoutAStateIsAnOutage() {
        assertThatThrownBy(() -> transactions.run(handle -> {
                    throw new ConnectionException(new SQLException("no connection left"));
                }))
                .isInstanceOf(MicroblogUnavailableException.class);
    }

    @Test
    void wrongSqlIsOurMistakeAndNoOutage() {
        assertThatThrownBy(() -> transactions.run(handle -> handle.execute("select nothing from nowhere")))
                .isInstanceOf(JdbiException.class);
    }
}
