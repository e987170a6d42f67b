package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoredOrdersTest {

    /** Until then an order held text of the index, and no other condition. */
    @Test
    void anExportOrderedBeforeConditionsWereStoredIsWrittenAsOrdered() throws Exception {
        var scene = new ExportScene(900);
        scene.jdbi.useHandle(handle -> {
            handle.execute("alter table platform.exports drop column condition, add column index_query text not null");
            handle.execute("delete from public.databasechangelog where id = 'export-conditions'");
            handle.execute(
                    """
                    insert into platform.exports (
                        id, account_id, app_id, plan, query, index_query, fields, end_time, created_at, expires_at)
                    values ('ordered000before', ?, 7, 'academic', 'weir', '''weir''', '{id,text,author_id,entities}', ?, ?, ?)
                    """,
                    scene.account,
                    Timestamp.from(ExportScene.NOW),
                    Timestamp.from(ExportScene.NOW),
                    Timestamp.from(ExportScene.NOW.plus(Duration.ofDays(30))));
        });

        scene.database.migrate();

        var today = scene.order("'weir'", "ordered000000now");
        scene.finish();
        assertThat(scene.find("ordered000before").posts()).isEqualTo(300);
        assertThat(scene.joined("ordered000before")).isEqualTo(scene.joined(today));
    }
}
