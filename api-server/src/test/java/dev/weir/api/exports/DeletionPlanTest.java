package dev.weir.api.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.microblog.KeptPlans;
import java.io.IOException;
import java.sql.Timestamp;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class DeletionPlanTest {

    @Test
    void deletionsAreReadFromTheirIndexAndAskedOfOneChunkEach() throws IOException {
        var scene = new ExportScene(0);
        var id = scene.order("'weir'", "export0000000000");
        String plan = plan(scene.jdbi, id);

        assertThat(plan)
                .contains("deletions_deleted_at")
                .contains("export_chunks_first")
                .doesNotContain("Seq Scan");
        KeptPlans.assertKept("export-deletions", plan);
    }

    private static String plan(Jdbi jdbi, String id) {
        return jdbi.withHandle(handle -> {
            KeptPlans.keepAutovacuumAway(handle, "platform.export_chunks", "microblog.deletions");
            handle.execute("""
                    insert into platform.export_chunks (export_id, part, number, first_id, last_id, ids, content)
                    select ?, 1, n, 500 * n, 500 * n + 499, array(select generate_series(500 * n, 500 * n + 499)), ''
                    from generate_series(0, 59) n
                    """, id);
            handle.execute("""
                    insert into microblog.deletions (post_id, author_id, deleted_at, reason)
                    select n, 1, timestamptz '2026-03-01 12:00:00Z' + n * interval '1 second', 'deleted'
                    from generate_series(1, ?) n
                    """, KeptPlans.MOST_ROWS);
            handle.execute("analyze platform.export_chunks, microblog.deletions");
            return KeptPlans.steps(handle.createQuery("explain (costs off) " + SqlDeletions.PAGE)
                    .bind("id", id)
                    .bind("time", Timestamp.from(ExportScene.NOW))
                    .bind("post", -1L)
                    .bind("looked", SqlDeletions.LOOKED_AT)
                    .bind("limit", 101)
                    .mapTo(String.class)
                    .list());
        });
    }
}
