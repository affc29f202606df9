package io.watchllm.cli.rollups;

import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.operations.rollup.RollupComparison;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.operations.shards.ShardRun;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm rollups verify}. */
@Command(
        name = "verify",
        description = {
            "Compare hourly_metrics, daily_metrics and project_totals with a recount of events.",
            "",
            "Every column is compared to its last digit, percentiles and distinct counts by their finished values."
                    + " Whole hours and whole days are compared, all those that the range touches; totals know no time and are"
                    + " compared whole. What rows past their retention went into can't be recounted, and is told"
                    + " apart. Needs no Kafka, changes nothing, and sinks may run meanwhile.",
        },
        exitCodeList = {
            "0:nothing differs",
            "1:something does, or ClickHouse gives no answer",
            "2:wrong usage or wrong settings"
        },
        footer = {
            "  watchllm rollups verify",
            "  watchllm rollups verify --project shop --from 7d",
            "  watchllm rollups verify --json | jq .differ"
        })
final class RollupsVerifyCommand extends ShellCommand implements Callable<Integer> {
    private static final int NAMED_MAX = 50;

    @Option(names = "--project", paramLabel = "P", description = "Only this project.")
    private @Nullable String project;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Only events since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only events before; as --from.")
    private @Nullable Instant to;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Quiet.services();
        var scope = RollupsCommand.scope(project, from, to);
        var variables = environment();
        var node = ClickHouseSettings.from(variables);
        var cluster = ClusterSettings.from(variables);
        var names = cluster.writerNames(node);
        // A shard's rollups are made of its own rows.
        var run = ShardRun.over(
                names,
                shard -> compared(cluster.writers(node).get(shard), scope).stream()
                        .map(report -> report.at(names.get(shard)))
                        .toList());
        var text = new RollupText(run.results().stream().flatMap(List::stream).toList());
        var out = out();
        out.print(json ? text.json(List.of(), run.failure()) + "\n" : text.text(NAMED_MAX));
        if (!json && run.failure() == null) {
            out.print(sum(text.differing()));
        }
        run.requireAll();
        return text.differing() == 0 ? 0 : Failures.FAILED;
    }

    private static List<RollupReport> compared(ClickHouseSettings shard, RollupScope scope) {
        try (var sql = ClickHouseConnection.open(shard)) {
            return new RollupComparison(sql, RollupComparison.BETWEEN_LOOKS).compare(RollupsCommand.TABLE, scope);
        }
    }

    private static String sum(long differing) {
        return differing == 0
                ? "nothing differs\n"
                : "%,d rollup rows differ: watchllm rollups rebuild repairs them%n".formatted(differing);
    }
}
