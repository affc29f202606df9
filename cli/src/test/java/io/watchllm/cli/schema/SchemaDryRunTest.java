package io.watchllm.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.SchemaCheck.Size;
import io.watchllm.clickhouse.SchemaPlan;
import io.watchllm.clickhouse.SchemaPlan.Planned;
import io.watchllm.clickhouse.core.MigrationPlan.Action;
import io.watchllm.clickhouse.core.StatementEffect;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaDryRunTest {
    @Test
    void shouldTellEachStatementAndTheSqlOfThoseThatWouldRun() {
        var plan = new SchemaPlan(
                "llm",
                true,
                List.of(
                        statement("create table", "events", Action.ALREADY_THERE, StatementEffect.MAKES, List.of(), 0),
                        statement(
                                "alter table",
                                "events",
                                Action.APPLY,
                                StatementEffect.REWRITES,
                                List.of("ALTER TABLE llm.events\n    MATERIALIZE INDEX i"),
                                1_234_567),
                        statement(
                                "create view",
                                "report",
                                Action.RESTORE,
                                StatementEffect.MAKES,
                                List.of("CREATE VIEW llm.report AS SELECT 1"),
                                0)));

        assertThat(SchemaDryRun.text(plan).lines()).containsExactly("""
                database llm is there
                  1/3  0001_first             create table             events               already there
                  2/3  0001_first             alter table              events               would run: a mutation reads and rewrites what it changes in each part (1,234,567 rows, 2,469,134 bytes on disk)
                        ALTER TABLE llm.events
                            MATERIALIZE INDEX i
                        ;
                  3/3  0001_first             create view              report               is gone, would be made again; rows that were in it are not back
                        CREATE VIEW llm.report AS SELECT 1
                        ;
                2 would run, 1 are already there; nothing was changed""".lines().toArray(String[]::new));
    }

    @Test
    void shouldSayThatTheDatabaseWouldBeMade() {
        assertThat(SchemaDryRun.text(new SchemaPlan("llm", false, List.of())))
                .startsWith("database llm is not there: it would be made");
    }

    private static Planned statement(
            String kind, String name, Action action, StatementEffect effect, List<String> sql, long rows) {
        return new Planned("0001_first", kind, name, action, sql, effect, new Size(rows, rows * 2));
    }
}
