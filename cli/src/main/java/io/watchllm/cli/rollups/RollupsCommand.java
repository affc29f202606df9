package io.watchllm.cli.rollups;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.clickhouse.ClusterSettings;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.operations.audit.ShardRebuild;
import io.watchllm.operations.rollup.RollupComparison;
import io.watchllm.operations.rollup.RollupReport;
import io.watchllm.operations.rollup.RollupScope;
import io.watchllm.operations.shards.ShardRun;
import io.watchllm.runtime.ConfigException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watchllm rollups}. */
@Command(
        name = "rollups",
        synopsisSubcommandLabel = "COMMAND",
        description = "The rollups against a recount of the rows that they count.",
        subcommands = {RollupsCommand.VerifyCommand.class, RollupsCommand.RebuildCommand.class})
public final class RollupsCommand extends TopCommand {
    private static final int NAMED_MAX = 50;

    /** The table that the rollups count. */
    static final String TABLE = "events";

    static RollupScope scope(@Nullable String project, @Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ConfigException("--from", "'" + from + "' is not before --to, '" + to + "'.");
        }
        return new RollupScope(project, from, to);
    }

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
    static final class VerifyCommand extends ShellCommand implements Callable<Integer> {
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
            var text =
                    new RollupText(run.results().stream().flatMap(List::stream).toList());
            var out = out();
            out.print(json ? text.json(List.of(), run.failure()) + "\n" : text.text(NAMED_MAX));
            if (!json && run.failure() == null) {
                out.print(sum(text.differing()));
            }
            run.requireAll();
            return exitCode(text.differing() == 0);
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

    /** {@code watchllm rollups rebuild}. */
    @Command(
            name = "rebuild",
            description = {
                "Make the rollup rows of a range anew from events, those that differ from a recount and no others.",
                "",
                "A project's hour, day or total at a time is deleted and inserted again: for a moment reports lack it. Sinks"
                        + " may run meanwhile, and must keep up; hours and days that rows keep coming into are left for later"
                        + " and named. A range whose rows may have left by their retention is refused. Cut off, it is run"
                        + " again. Rows inserted by hand, and prices reprice, must wait until it has ended. On several shards it"
                        + " goes from one to the next.",
            },
            exitCodeList = {
                "0:done, and nothing differs now; of a dry run: told",
                "1:refused, something still differs, or Kafka or ClickHouse gives no answer",
                "2:wrong usage or wrong settings"
            },
            footer = {
                "  watchllm rollups rebuild --from 7d --to 1d --dry-run",
                "  watchllm rollups rebuild --from 2026-11-01T00:00:00Z --to 2026-11-02T00:00:00Z --project shop"
            })
    static final class RebuildCommand extends ShellCommand implements Callable<Integer> {
        @Option(names = "--project", paramLabel = "P", description = "Only this project.")
        private @Nullable String project;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                required = true,
                description = "Events since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d.")
        private Instant from;

        @Option(names = "--to", paramLabel = "TIME", required = true, description = "Events before; as --from.")
        private Instant to;

        @Option(names = "--dry-run", description = "Tell what differs and would be rebuilt, and change nothing.")
        private boolean dryRun;

        @Option(names = "--json", description = "Tell it as one JSON object.")
        private boolean json;

        @Override
        public Integer call() {
            var scope = RollupsCommand.scope(project, from, to);
            var settings = SinkSettings.from(environment());
            try (var shards = new ShardRebuild(settings, scope)) {
                // What would be refused in one shard is known before another is changed.
                shards.check();
                var run = dryRun ? shards.compare() : shards.rebuild();
                var made = run.results().stream()
                        .flatMap(each -> each.made().stream())
                        .toList();
                var text = new RollupText(run.results().stream()
                        .flatMap(each -> each.reports().stream())
                        .toList());
                var out = out();
                out.print(
                        json
                                ? text.json(made, run.failure()) + "\n"
                                : RollupText.made(made)
                                        + text.text(NAMED_MAX)
                                        + (run.failure() == null ? outcome(text.differing()) : ""));
                run.requireAll();
                return exitCode(dryRun || text.differing() == 0);
            }
        }

        private String outcome(long differing) {
            if (dryRun) {
                return "a dry run: %,d rollup rows would be rebuilt, nothing was%n".formatted(differing);
            }
            return differing == 0 ? "nothing differs now\n" : "%,d rollup rows still differ%n".formatted(differing);
        }
    }
}
