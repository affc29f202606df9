package io.watchllm.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.StatementReport.Outcome;
import io.watchllm.clickhouse.core.CatalogueQuery;
import io.watchllm.clickhouse.core.Problem;
import io.watchllm.teststack.ClickHouseCluster;
import io.watchllm.teststack.ClusterLayout;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ClickHouse processes as two shards. */
class ClusterIT {
    private static final String NAME = "both";
    private static final List<String> REPORTS = List.of("hourly_report", "daily_report", "project_summary");

    private static ClickHouseCluster servers;
    private static ClusterSettings cluster;
    private static List<TestDatabase> shards;
    private static TestDatabase whole;

    @BeforeAll
    static void start() {
        servers = ClickHouseCluster.start(ClusterLayout.free(NAME, 2, 1, null));
        shards = List.of(TestDatabase.on(servers.shard(0), "watchllm"), TestDatabase.on(servers.shard(1), "watchllm"));
        whole = TestDatabase.on(servers.shard(1), "watchllm_all");
        cluster = new ClusterSettings(
                shards.stream().map(shard -> List.of(shard.settings().url())).toList(), NAME, "watchllm_all", false);
        tool(cluster).create((node, report) -> {});
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void empty() {
        shards.forEach(shard -> shard.rows("SELECT name FROM system.tables WHERE database = currentDatabase()"
                        + " AND engine LIKE '%MergeTree' AND name != 'schema_migrations'")
                .forEach(row -> shard.sql("TRUNCATE TABLE " + row.getFirst())));
    }

    @Test
    void shouldMakeTheSameOnEachNodeAndNothingTwice() {
        var told = new ArrayList<URI>();
        var outcomes = new TreeSet<Outcome>();

        tool(cluster).create((node, report) -> {
            told.add(node);
            outcomes.add(report.outcome());
        });

        assertThat(told.stream().distinct())
                .containsExactlyElementsOf(
                        shards.stream().map(shard -> shard.settings().url()).toList());
        assertThat(outcomes).containsExactly(Outcome.ALREADY_THERE);
        assertThat(tool(cluster).check())
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.check().problems()).isEmpty());
        assertThat(tool(cluster).verify())
                .hasSize(2)
                .allSatisfy(node -> assertThat(node.problems()).isEmpty());
    }

    @Test
    void shouldExplainEveryColumnAndTableOverAllShards() {
        assertThat(whole.sql("SELECT name, engine FROM system.tables WHERE database = currentDatabase() ORDER BY name"))
                .isEqualTo("""
                        accepted_losses\tDistributed
                        agent_steps\tDistributed
                        cost_corrections\tDistributed
                        daily_metrics\tDistributed
                        daily_report\tView
                        events\tDistributed
                        hourly_metrics\tDistributed
                        hourly_report\tView
                        project_summary\tView
                        project_totals\tDistributed
                        removed_repeats\tDistributed
                        tool_calls\tDistributed""");
        assertThat(whole.sql(
                        "SELECT table, name FROM system.columns WHERE database = currentDatabase() AND comment = ''"))
                .isEmpty();
        assertThat(whole.sql("SELECT name FROM system.tables WHERE database = currentDatabase() AND comment = ''"))
                .isEmpty();
    }

    @Test
    void shouldFollowATableThatHasChanged() {
        shards.forEach(shard -> shard.sql("ALTER TABLE events ADD COLUMN more String COMMENT 'More.'"));
        whole.sql("DROP VIEW daily_report");
        var made = new ArrayList<String>();

        var found = tool(cluster).check();
        tool(cluster).create((node, report) -> {
            if (report.outcome() == Outcome.DONE) {
                made.add(node + " " + report.name());
            }
        });

        var first = shards.getFirst().settings().url();
        var second = shards.getLast().settings().url();
        assertThat(found.getLast().check().problems())
                .extracting(Problem::object)
                .containsExactly("watchllm_all.events", "watchllm_all.daily_report");
        assertThat(made).containsExactly(first + " events", second + " events", second + " daily_report");
        assertThat(whole.sql("SELECT count(more) FROM events")).isEqualTo("0");
        assertThat(tool(cluster).check()).allMatch(node -> node.check().ok());
        shards.forEach(shard -> shard.sql("ALTER TABLE events DROP COLUMN more"));
        tool(cluster).create((node, report) -> {});
    }

    @Test
    void shouldSayWhatTheSameRowsInOneNodeSay() {
        var events = SampleEvents.recent();
        try (var alone = TestDatabase.created()) {
            for (var block = 0; block < 6; block++) {
                var insert = "INSERT INTO events FORMAT JSONEachRow\n" + events.block(block, 500);
                alone.sql(insert);
                shards.get(block % 2).sql(insert);
            }

            for (var report : REPORTS) {
                var question = "SELECT * FROM " + report + " ORDER BY ALL";
                assertThat(whole.sql(question)).as(report).isNotEmpty().isEqualTo(alone.sql(question));
            }
            assertThat(shards)
                    .allSatisfy(shard ->
                            assertThat(shard.sql("SELECT count() FROM events")).isEqualTo("1500"));
        }
    }

    @Test
    void shouldAnswerEveryQueryOfTheCatalogueOverAllShards() {
        AnalystData.ofToday().spread(shards);
        try (var runner = cluster.reader(shards.getLast().settings())) {
            for (var query : QueryCatalogue.load().queries().stream()
                    .map(CatalogueQuery::name)
                    .toList()) {
                for (var question : QueryCatalogueIT.cases(query)) {
                    assertThat(QueryCatalogueIT.answer(runner, query, question.given()))
                            .as("%s %s", query, question.given())
                            .isEqualTo(question.answer());
                }
            }
        }
    }

    @Test
    void shouldTakeNoRowsByAWayThatCouldStoreThemTwice() {
        assertThatThrownBy(() -> whole.sql("INSERT INTO events (event_id) VALUES ('by hand')"))
                .hasMessageContaining("sharding key");
    }

    @Test
    void shouldSayWhereTheClusterIsMissing() {
        var other = new ClusterSettings(cluster.shards(), "unheard_of", "watchllm_all", false);

        assertThatThrownBy(() -> tool(other).create((node, report) -> {}))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining(shards.getFirst().settings().url().toString())
                .hasMessageContaining("knows the cluster 'unheard_of' with 0 shards; expected 2")
                .hasMessageContaining("<remote_servers><unheard_of>");
        assertThat(tool(other).check())
                .allSatisfy(node -> assertThat(node.check().problems())
                        .extracting(Problem::object)
                        .containsExactly("cluster unheard_of"));
    }

    private static ClusterTool tool(ClusterSettings settings) {
        return new ClusterTool(shards.getFirst().settings(), SchemaSettings.DEFAULT, settings);
    }
}
