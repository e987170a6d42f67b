package dev.weir.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class TestDatabaseTest {

    @Test
    void everyDatabaseIsMigratedAndItsOwn() {
        var one = TestDatabase.create().jdbi();
        var other = TestDatabase.create().jdbi();

        one.useHandle(handle -> handle.execute(
                "insert into microblog.users (id, username, name, created_at) values (1, 'ann', 'Ann', now())"));

        assertThat(users(one)).isEqualTo(1);
        assertThat(users(other)).isZero();
    }

    @Test
    void anOutageCutsAndRefusesConnectionsAndKeepsTheData() {
        var database = TestDatabase.create();
        var jdbi = database.jdbi();
        try (var open = jdbi.open()) {
            database.goAway();

            assertThatThrownBy(() -> open.execute("select 1")).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> users(jdbi)).isInstanceOf(ConnectionException.class);
        }
        database.comeBack();
        assertThat(users(jdbi)).isZero();
    }

    private static int users(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from microblog.users")
                .mapTo(Integer.class)
                .one());
    }
}
