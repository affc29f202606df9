package io.watchllm.cli.rollups;

import io.watchllm.cli.shell.Failures;
import io.watchllm.cli.shell.Quiet;
import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.operations.audit.ShardRebuild;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class RollupsRebuildCommand extends ShellCommand implements Callable<Integer> {
    private static final int NAMED_MAX = 50;

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
        Quiet.services();
        var scope = RollupsCommand.scope(project, from, to);
        var settings = SinkSettings.from(environment());
        try (var shards = new ShardRebuild(settings, scope)) {
            // What would be refused in one shard is known before another is changed.
            shards.check();
            var run = dryRun ? shards.compare() : shards.rebuild();
            var made =
                    run.results().stream().flatMap(each -> each.made().stream()).toList();
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
            return dryRun || text.differing() == 0 ? 0 : Failures.FAILED;
        }
    }

    private String outcome(long differing) {
        if (dryRun) {
            return "a dry run: %,d rollup rows would be rebuilt, nothing was%n".formatted(differing);
        }
        return differing == 0 ? "nothing differs now\n" : "%,d rollup rows still differ%n".formatted(differing);
    }
}
