package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.TableState.Besides;
import io.watchllm.clickhouse.core.TableState.Keys;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationTest {
    private final Replication replication = new Replication("d");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MergeTree | ReplicatedMergeTree('/clickhouse/tables/{shard}/d/t', '{replica}')",
                "SummingMergeTree | ReplicatedSummingMergeTree('/clickhouse/tables/{shard}/d/t', '{replica}')",
                "SummingMergeTree() | ReplicatedSummingMergeTree('/clickhouse/tables/{shard}/d/t', '{replica}')",
                "ReplacingMergeTree(version) | ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/d/t', '{replica}', version)",
            })
    void shouldGiveATableReplicas(String plain, String replicated) {
        assertThat(replication.statement("t", "CREATE TABLE d.t (n Int8)\nENGINE = " + plain + "\nORDER BY n"))
                .isEqualTo("CREATE TABLE d.t (n Int8)\nENGINE = " + replicated + "\nORDER BY n");
    }

    @Test
    void shouldRememberBlocksAsReplicatedTablesDo() {
        assertThat(replication.statement(
                        "t", "ALTER TABLE d.t MODIFY SETTING non_replicated_deduplication_window = 100"))
                .isEqualTo("ALTER TABLE d.t MODIFY SETTING replicated_deduplication_window_seconds = 604800,"
                        + " replicated_deduplication_window = 100");
    }

    @Test
    void shouldMakeATableAsAllMigrationsLeaveIt() {
        var create = new Template("CREATE TABLE IF NOT EXISTS {{database}}.t\n(\n    n Int8\n)\nENGINE = MergeTree");
        var others = List.of(
                Statement.of("ALTER TABLE {{database}}.t ADD COLUMN IF NOT EXISTS m String COMMENT 'More.'"),
                Statement.of(
                        "ALTER TABLE {{database}}.t\n    ADD PROJECTION IF NOT EXISTS p\n (SELECT n, sum(m) GROUP BY n)"),
                Statement.of("ALTER TABLE {{database}}.t MODIFY COMMENT 'T.'"));

        assertThat(Replication.whole(create, others).text()).isEqualTo("""
                        CREATE TABLE IF NOT EXISTS {{database}}.t
                        (
                            n Int8,
                            m String COMMENT 'More.',
                            PROJECTION p
                         (SELECT n, sum(m) GROUP BY n)
                        )
                        ENGINE = MergeTree""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Distributed('c', 'd', 't')", "Null"})
    void shouldLeaveOtherEnginesAlone(String engine) {
        var sql = "CREATE TABLE d.t (n Int8) ENGINE = " + engine;

        assertThat(replication.statement("t", sql)).isEqualTo(sql);
    }

    @Test
    void shouldExpectReplicasOfEveryTableButTheLedger() {
        assertThat(Replication.expected(List.of(
                        table("events", "MergeTree"),
                        table("sums", "SummingMergeTree"),
                        table("schema_migrations", "MergeTree"),
                        table("report", "View"))))
                .extracting(TableState::engine)
                .containsExactly("ReplicatedMergeTree", "ReplicatedSummingMergeTree", "MergeTree", "View");
    }

    private static TableState table(String name, String engine) {
        return new TableState(name, engine, new Keys("", "", ""), "", List.of(), Besides.NONE);
    }
}
