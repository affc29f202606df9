package io.watchllm.clickhouse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.TableState.Besides;
import io.watchllm.clickhouse.core.TableState.Column;
import io.watchllm.clickhouse.core.TableState.Keys;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolePlanTest {
    private static final ReaderLimits LIMITS = new ReaderLimits(2, 60, 1_000, 500);
    private static final List<TableState> TABLES = List.of(
            table("events", "MergeTree", "project_id"),
            table("hourly_metrics", "SummingMergeTree", "project_id"),
            table("hourly_metrics_mv", "MaterializedView", "project_id"),
            table("hourly_report", "View", "project_id"),
            table("schema_migrations", "MergeTree", "number"));
    private static final RolePlan PLAN = new RolePlan("llm", TABLES);
    private static final RolePlan WHOLE = new RolePlan("llm", TABLES, new DistributedTables("llm", "llm_all", "both"));

    @Test
    void shouldMakeThreeRolesAndNoPolicyWhereNoProjectIsAsked() {
        assertThat(statements(request(List.of(), List.of("grafana"))))
                .contains(
                        "CREATE ROLE IF NOT EXISTS `llm_writer`",
                        "CREATE ROLE IF NOT EXISTS `llm_admin`",
                        "GRANT SELECT ON llm.hourly_report TO `llm_reader`",
                        "GRANT SELECT ON llm.hourly_metrics TO `llm_writer`",
                        "GRANT `llm_reader` TO `grafana`")
                .noneMatch(statement -> statement.contains("POLICY")
                        || statement.contains("_mv")
                        || statement.contains("schema_migrations"));
    }

    @Test
    void shouldGiveNoProjectARoleOfAnotherDatabase() {
        var other = new RolePlan("llm_reader", TABLES);

        assertThat(PLAN.projectRole("admin")).isNotEqualTo(other.role("admin"));
        assertThat(PLAN.projectRole("writer")).isNotEqualTo(other.role("writer"));
    }

    @Test
    void shouldHaveNoLimitThatIsNone() {
        assertThat(statements(request(List.of(), List.of())))
                .contains("CREATE SETTINGS PROFILE OR REPLACE `llm_reader` SETTINGS readonly = 2 CONST,"
                        + " max_execution_time = 60 MIN 1 MAX 60, max_memory_usage = 1000 MIN 1 MAX 1000,"
                        + " max_rows_to_read = 500 MIN 1 MAX 500 TO `llm_reader`, `llm_project_reader`");
        assertThatThrownBy(() -> new ReaderLimits(2, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReaderLimits(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBoundTheReaderOfAProjectBeforeItMayRead() {
        var statements = statements(request(List.of("shop"), List.of("team")));

        for (var table : List.of("events", "hourly_metrics", "hourly_report")) {
            var policies = List.of(
                    "CREATE ROW POLICY OR REPLACE `llm_everyone_else` ON llm." + table
                            + " USING 1 AS PERMISSIVE TO ALL EXCEPT `llm_project_reader`",
                    "CREATE ROW POLICY OR REPLACE `llm_no_project` ON llm." + table
                            + " USING 0 AS PERMISSIVE TO `llm_project_reader`",
                    "CREATE ROW POLICY OR REPLACE `llm_reader_shop` ON llm." + table
                            + " USING project_id = 'shop' AS PERMISSIVE TO `llm_reader:shop`");
            assertThat(statements).containsSubsequence(policies);
            assertThat(statements)
                    .containsSubsequence(
                            policies.getLast(), "GRANT SELECT ON llm." + table + " TO `llm_project_reader`");
        }
        assertThat(statements)
                .endsWith("REVOKE `llm_reader` FROM `team`", "GRANT `llm_reader:shop` TO `team`")
                .doesNotContain("GRANT `llm_reader` TO `team`");
    }

    @Test
    void shouldQuoteWhateverAUserOrProjectIsCalled() {
        assertThat(statements(request(List.of("it's \\ `odd`"), List.of("a`b"))))
                .contains("GRANT `llm_reader:it's \\\\ \\`odd\\`` TO `a\\`b`")
                .anyMatch(statement -> statement.contains("USING project_id = 'it\\'s \\\\ `odd`' AS"));
        assertThatThrownBy(() -> request(List.of(" "), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveReadersOfProjectsAllShardsLastAndBehindAProof() {
        var statements = statements(WHOLE, request(List.of("shop"), List.of("team")));

        assertThat(statements)
                .containsSubsequence(
                        "GRANT SELECT ON llm_all.hourly_report TO `llm_reader`",
                        "GRANT `llm_reader:shop` TO `team`",
                        "REVOKE SELECT ON llm_all.* FROM `llm_project_reader`");
        assertThat(statements.subList(statements.size() - 4, statements.size()))
                .satisfies(last -> assertThat(last.getFirst())
                        .startsWith("SELECT throwIf(")
                        .contains("clusterAllReplicas('both', system.processes)"))
                .endsWith(
                        "GRANT SELECT ON llm_all.events TO `llm_project_reader`",
                        "GRANT SELECT ON llm_all.hourly_metrics TO `llm_project_reader`",
                        "GRANT SELECT ON llm_all.hourly_report TO `llm_project_reader`");
    }

    @Test
    void shouldAskNoProofWhereNoProjectIsAskedAndGiveTheWriterOffsetsAlone() {
        var statements = statements(WHOLE, request(List.of(), List.of("grafana")));

        assertThat(statements)
                .noneMatch(statement -> statement.startsWith("SELECT") || statement.contains("`llm_project_reader` TO"))
                .filteredOn(statement -> statement.contains("llm_all") && statement.endsWith("`llm_writer`"))
                .hasSize(5)
                .allMatch(statement -> statement.startsWith(
                                "GRANT SELECT(timestamp, ingested_at, source_partition, source_offset) ON llm_all.")
                        || statement.startsWith("GRANT SELECT ON llm_all.removed_repeats ")
                        || statement.startsWith("GRANT SELECT ON llm_all.accepted_losses "));
        assertThat(statements(PLAN, request(List.of("shop"), List.of())))
                .noneMatch(statement -> statement.contains("llm_all"));
    }

    private static List<String> statements(RoleRequest request) {
        return statements(PLAN, request);
    }

    private static List<String> statements(RolePlan plan, RoleRequest request) {
        return plan.sections(request).stream()
                .flatMap(section -> section.statements().stream())
                .toList();
    }

    private static RoleRequest request(List<String> projects, List<String> readers) {
        return new RoleRequest(List.of(), readers, List.of(), projects, LIMITS);
    }

    private static TableState table(String name, String engine, String column) {
        return new TableState(
                name, engine, new Keys("", "", ""), "", List.of(new Column(column, "String", "")), Besides.NONE);
    }
}
