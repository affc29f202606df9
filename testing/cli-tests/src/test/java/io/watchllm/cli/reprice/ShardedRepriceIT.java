package io.watchllm.cli.reprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.operations.reprice.EventsMutation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two shards, of which the second fails half-way: what was said of the first, and that a second run ends it all. */
@Timeout(300)
class ShardedRepriceIT {
    private static final List<String> REPRICE = List.of("prices", "reprice");
    private static final List<String> REBUILD = List.of("rollups", "rebuild");
    private static final List<String> VERIFY = List.of("rollups", "verify");

    @TempDir
    private static Path folder;

    private static RepriceStack stack;
    private static RepriceShards shards;

    @BeforeAll
    static void start() throws IOException {
        stack = RepriceStack.shared();
        shards = new RepriceShards(stack, folder);
    }

    @AfterAll
    static void stop() {
        shards.close();
    }

    @Test
    void shouldRepriceUnderOneIdAndEndWhatAnEarlierRunLeftOpen() throws IOException {
        stack.store("spread", 200);
        shards.store("spread", 200);
        var absent = shards.commandWithOneAbsent(REPRICE, "spread");
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err()).contains("shard " + RepriceShards.ABSENT + ": ", ". No shard was changed");
        assertThat(shards.ask("SELECT count() FROM watchllm_all.cost_corrections WHERE project_id = 'spread'"))
                .isEqualTo("0");
        var work = "watchllm." + EventsMutation.workTable("spread", 1);
        shards.execute(1, "CREATE TABLE " + work + " ENGINE = Memory AS SELECT 1 AS x");

        var failed = shards.command(REPRICE, "spread");

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err())
                .contains(shards.url(0) + ": correction 1: ")
                .contains("shard " + shards.url(1) + " failed: ", "Done: " + shards.url(0) + ". Not begun: none");
        assertThat(failed.out())
                .contains(", in the shards before the one that failed", shards.url(0) + ": ")
                .doesNotContain(shards.url(1));
        assertThat(shards.ask(
                        "SELECT uniqExact(reprice_id) FROM watchllm_all.cost_corrections WHERE project_id = 'spread'"))
                .isEqualTo("1");

        shards.execute(1, "DROP TABLE " + work);
        var again = shards.command(REPRICE, "spread");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .containsSubsequence(
                        shards.url(0) + ": 0 of ",
                        shards.url(1) + ": ",
                        "correction 1 of an earlier run was ended first",
                        "hours equal");
        assertThat(shards.command(REPRICE, "spread", "--json").out())
                .contains("\"changed\":0", "\"equal\":true,\"shards\":[{\"shard\":\"" + shards.url(0));
        assertThat(shards.command(VERIFY, "spread").out()).contains(shards.url(1) + "\n", "nothing differs\n");
        assertThat(stack.reprice("spread", false).exitCode()).isZero();
        var costs = "SELECT toString(hour), env, model, toString(sum(requests)), toString(sum(cost_usd)),"
                + " toString(sum(unpriced)) FROM watchllm%s.hourly_report WHERE project_id = 'spread' GROUP BY ALL"
                + " ORDER BY ALL";
        assertThat(shards.ask(costs.formatted("_all")).lines())
                .hasSizeGreaterThan(100)
                .containsExactlyElementsOf(stack.query(costs.formatted("")).stream()
                        .map(row -> String.join("\t", row.values().values()))
                        .toList());
    }

    @Test
    void shouldRebuildRollupsAndGoOnWhereItFailed() throws IOException {
        shards.store("damaged", 100);
        for (var shard = 0; shard < 2; shard++) {
            shards.execute(
                    shard,
                    "INSERT INTO watchllm.daily_metrics (project_id, day, env, cost_usd) SELECT project_id, day, env, 0.01"
                            + " FROM watchllm.daily_metrics WHERE project_id = 'damaged' AND day >= toDate("
                            + SqlLiteral.of(RepriceStack.FROM) + ") ORDER BY day LIMIT 1");
        }
        shards.execute(1, "ALTER TABLE watchllm.daily_metrics ADD CONSTRAINT no_row CHECK total_requests > 1000000");

        var absent = shards.commandWithOneAbsent(REBUILD, "damaged");
        var dry = shards.command(REBUILD, "damaged", "--dry-run");
        var failed = shards.command(REBUILD, "damaged");
        shards.execute(1, "ALTER TABLE watchllm.daily_metrics DROP CONSTRAINT no_row");
        var again = shards.command(REBUILD, "damaged");

        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err()).contains("shard " + RepriceShards.ABSENT + ": ", ". No shard was changed");
        assertThat(dry.out()).contains(shards.url(0) + "\n", shards.url(1) + "\n", "2 rollup rows would be rebuilt");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).contains(shards.url(0) + "\n").doesNotContain(shards.url(1), "nothing differs");
        assertThat(failed.err()).contains("shard " + shards.url(1) + " failed: ", "Done: " + shards.url(0) + ". ");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .containsSubsequence(
                        shards.url(0) + "\n",
                        "daily_metrics     0 projects'",
                        shards.url(1) + "\n",
                        "daily_metrics     1 project's",
                        "nothing differs now");
    }
}
