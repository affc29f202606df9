package io.watchllm.cli.reprice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchllm.clickhouse.core.SqlLiteral;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.reprice.EventsMutation;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls that were stored with other prices, a price list that is another one now, and what a run in between may lose.
 */
@Timeout(300)
class RepriceIT {
    /** What the list comes to, reckoned by ClickHouse. */
    private static final String EXPECTED =
            "toDecimal128(multiIf(model = 'it-a', tokens_input * 5 + tokens_output * 10, (tokens_input + tokens_output) * 20), 9) / 10000";

    private static RepriceStack stack;

    @BeforeAll
    static void start() {
        stack = RepriceStack.shared();
    }

    @Test
    void shouldBringRowsAndRollupsInLineAndNothingElse() {
        stack.store("shop", 1_000);
        stack.store("neighbour", 20);
        var others = stack.sum(
                "SELECT sum(cityHash64(*)) AS n FROM watchllm.events WHERE project_id != 'shop' OR timestamp >= "
                        + SqlLiteral.of(RepriceStack.TO) + " OR timestamp < " + SqlLiteral.of(RepriceStack.FROM));
        var untouched = stack.sum(
                "SELECT sum(cityHash64(* EXCEPT (cost_estimate_usd, cost_source, price_version, flags))) AS n FROM watchllm.events");
        var asItWas = stack.sum("SELECT sum(cityHash64(*)) AS n FROM watchllm.events");

        var dry = stack.command("shop", "--dry-run");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("a dry run: ").contains("hours equal");
        assertThat(stack.sum("SELECT sum(cityHash64(*)) AS n FROM watchllm.events"))
                .as("a dry run changes nothing")
                .isEqualTo(asItWas);

        var real = stack.command("shop", "--batch", "150");
        assertThat(real.exitCode()).as(real.err()).isZero();
        assertThat(real.err()).contains("correction 1: ", "correction 2: ", "correction 3: ");

        assertCosts();
        assertThat(
                        stack.sum(
                                "SELECT sum(cityHash64(* EXCEPT (cost_estimate_usd, cost_source, price_version, flags))) AS n FROM watchllm.events"))
                .isEqualTo(untouched);
        assertThat(stack.sum(
                        "SELECT sum(cityHash64(*)) AS n FROM watchllm.events WHERE project_id != 'shop' OR timestamp >= "
                                + SqlLiteral.of(RepriceStack.TO) + " OR timestamp < "
                                + SqlLiteral.of(RepriceStack.FROM)))
                .as("other projects and other times")
                .isEqualTo(others);
        stack.assertRollupsEqualARecount("shop");
        assertThat(stack.query("SHOW TABLES FROM watchllm LIKE '%work%'")).isEmpty();

        assertThat(stack.command("shop", "--json").out()).contains("\"changed\":0", "\"blocks\":0", "\"equal\":true");

        for (var table : List.of("events", "hourly_metrics", "daily_metrics", "project_totals", "cost_corrections")) {
            stack.execute("OPTIMIZE TABLE watchllm." + table + " FINAL");
        }
        stack.assertRollupsEqualARecount("shop");
    }

    private static void assertCosts() {
        assertThat(
                        stack.sum(
                                "SELECT sumMerge(`sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9))`) AS n FROM mergeTreeProjection(watchllm, events, by_version) WHERE project_id = 'shop'"))
                .as("what a projection says, and the rows")
                .isEqualTo(
                        stack.sum(
                                "SELECT sum(toDecimal128(ifNull(cost_estimate_usd, 0), 9)) AS n FROM watchllm.events WHERE project_id = 'shop' SETTINGS optimize_use_projections = 0"));
        var scope = " FROM watchllm.events WHERE project_id = 'shop' AND event_type = 'prompt_call' AND timestamp >= "
                + SqlLiteral.of(RepriceStack.FROM) + " AND timestamp < " + SqlLiteral.of(RepriceStack.TO);
        assertThat(
                        stack.sum(
                                "SELECT count() AS n" + scope + " AND source_offset % 10 < 7 AND cost_estimate_usd = "
                                        + EXPECTED
                                        + " AND cost_source = 'price_table' AND price_version = 'it-new' AND NOT has(flags, 'price_family')"))
                .as("calls that cost what the list says")
                .isEqualTo(stack.sum("SELECT count() AS n" + scope + " AND source_offset % 10 < 7"))
                .isNotEqualTo("0");
        assertThat(stack.sum("SELECT count() AS n" + scope
                        + " AND source_offset % 10 IN (7, 8) AND cost_estimate_usd = 7.5"))
                .as("calls with a cost of their client, or of a model that was cut, stay")
                .isEqualTo(stack.sum("SELECT count() AS n" + scope + " AND source_offset % 10 IN (7, 8)"))
                .isNotEqualTo("0");
    }

    @Test
    void shouldMendRollupsByCommand() {
        stack.store("mended", 100);
        var range = List.of(
                "--project", "mended", "--from", RepriceStack.FROM.toString(), "--to", RepriceStack.TO.toString());
        assertThat(stack.rollups("verify", range).exitCode()).isZero();
        stack.execute("INSERT INTO watchllm.hourly_metrics (project_id, hour, env, provider, model, status, cost_usd)"
                + " SELECT project_id, hour, env, provider, model, status, 0.01 FROM watchllm.hourly_metrics"
                + " WHERE project_id = 'mended' AND hour >= " + SqlLiteral.of(RepriceStack.FROM) + " LIMIT 1");

        var wrong = stack.rollups("verify", range);
        var dry = stack.rollups("rebuild", range, "--dry-run");
        var again = stack.rollups("verify", range, "--json");
        var real = stack.rollups("rebuild", range);

        assertThat(wrong.exitCode()).as(wrong.err()).isEqualTo(1);
        assertThat(wrong.out()).contains("  mended | ", ": cost_usd is ", "1 rollup rows differ: ");
        assertThat(dry.exitCode()).as(dry.err()).isZero();
        assertThat(dry.out()).contains("a dry run: 1 rollup rows would be rebuilt, nothing was");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.out()).startsWith("{\"equal\":false,\"differ\":1,");
        assertThat(real.exitCode()).as(real.err()).isZero();
        assertThat(real.out()).contains("1 project's hour, day or total rebuilt", "nothing differs now");
        assertThat(stack.rollups("verify", range).out()).contains("nothing differs\n");
    }

    @Test
    void shouldEndWhatWasWrittenAndNotApplied() {
        stack.store("cut-off", 200);
        // A table in the way of the mutation: the ledger and the rollups are moved, the rows are not.
        var work = "watchllm." + EventsMutation.workTable("cut-off", 1);
        stack.execute("CREATE TABLE " + work + " ENGINE = Memory AS SELECT run_id, timestamp, event_id,"
                + " source_partition, source_offset, sequence, cost_after_usd, cost_source_after, price_version_after,"
                + " flags_after FROM watchllm.cost_corrections LIMIT 0");
        assertThat(stack.reprice("cut-off", false).exitCode()).isEqualTo(1);
        var between = stack.reprice("cut-off", true);
        assertThat(between.out()).contains("correction 1 of an earlier run is not ended", "Rows and rollups differ");
        assertThat(between.exitCode()).isEqualTo(1);

        stack.execute("DROP TABLE " + work);
        var again = stack.reprice("cut-off", false);

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("correction 1 of an earlier run was ended first", "calls were changed, in 1 blocks");
        assertThat(again.err()).contains("ended correction 1 of ");
        stack.assertRollupsEqualARecount("cut-off");
        assertThat(stack.reprice("cut-off", false).out())
                .contains("nothing to change")
                .doesNotContain("earlier run");
    }

    @Test
    void shouldReachARollupThatABlockDidNotReach() {
        stack.store("half-way", 200);
        stack.execute("ALTER TABLE watchllm.daily_metrics ADD CONSTRAINT no_delta CHECK total_requests > 0");
        var failed = stack.reprice("half-way", false);
        stack.execute("ALTER TABLE watchllm.daily_metrics DROP CONSTRAINT no_delta");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("was not acknowledged after 6 attempts");
        assertThat(stack.sum("SELECT count() AS n FROM watchllm.cost_corrections WHERE project_id = 'half-way'"))
                .as("the ledger has what a rollup lacks")
                .isNotEqualTo("0");

        var again = stack.reprice("half-way", false);

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("correction 1 of an earlier run was ended first");
        stack.assertRollupsEqualARecount("half-way");
    }

    @Test
    void shouldNotSendABlockAgainThatARollupMayHaveForgotten() {
        stack.store("late", 100);
        var work = "watchllm." + EventsMutation.workTable("late", 1);
        stack.execute("CREATE TABLE " + work + " ENGINE = Memory AS SELECT 1 AS x");
        assertThat(stack.reprice("late", false).exitCode()).isEqualTo(1);
        stack.execute("DROP TABLE " + work);
        // Two later blocks push the token out.
        stack.execute("ALTER TABLE watchllm.hourly_metrics MODIFY SETTING non_replicated_deduplication_window = 2");
        stack.store("pusher", 100);
        stack.store("pusher-2", 100);

        var again = stack.reprice("late", false);

        stack.execute("ALTER TABLE watchllm.hourly_metrics MODIFY SETTING non_replicated_deduplication_window = 10000");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("too many blocks came since to send it again");
        stack.assertRollupsEqualARecount("late");
    }

    @Test
    void shouldLetOneOfTwoRunsWriteANumber() {
        stack.store("twice", 60);
        var corrections = stack.corrections("twice");
        try (var one = stack.ledger("twice", "one");
                var other = stack.ledger("twice", "other")) {
            one.ledger().append(1, corrections.subList(0, 4));

            assertThatThrownBy(() -> other.ledger().append(1, corrections.subList(4, 9)))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("another run repriced project 'twice' meanwhile");
        }

        assertThat(stack.reprice("twice", false).exitCode()).isZero();
        stack.assertRollupsEqualARecount("twice");
    }

    /** ClickHouse knows the token of a correction and does not have its rows, as after a crash between the two. */
    @Test
    void shouldNotBelieveALedgerThatAcknowledgesWhatItDoesNotHold() {
        stack.store("unbelieved", 50);
        var corrections = stack.corrections("unbelieved");
        try (var one = stack.ledger("unbelieved", "first")) {
            one.ledger().append(1, corrections);
            stack.execute("DELETE FROM watchllm.cost_corrections WHERE project_id = 'unbelieved'");

            assertThatThrownBy(() -> one.ledger().append(1, corrections))
                    .isInstanceOf(OperationException.class)
                    .hasMessageContaining("correction 1 of project 'unbelieved' was acknowledged, and of its "
                            + corrections.size() + " rows the ledger holds 0");
        }
    }

    @Test
    void shouldSayWhichTimeIsWrong() {
        assertThat(stack.run(
                                "reprice",
                                "--project",
                                "p",
                                "--from",
                                "2026-01-02T00:00:00Z",
                                "--to",
                                "2026-01-01T00:00:00Z")
                        .err())
                .contains("--from: '2026-01-02T00:00:00Z' is not before --to");
        assertThat(stack.run("reprice", "--project", "p", "--from", "1d", "--to", "2999-01-01T00:00:00Z")
                        .exitCode())
                .isEqualTo(2);
    }
}
