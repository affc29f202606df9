package io.watchllm.cli;

import com.clickhouse.client.api.Client;
import io.watchllm.cli.rollups.RollupText;
import io.watchllm.sink.audit.TopicLanding;
import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.rollup.RollupComparison;
import io.watchllm.sink.rollup.RollupRebuild;
import io.watchllm.sink.rollup.RollupRebuild.Made;
import io.watchllm.sink.rollup.RollupScope;
import io.watchllm.sink.write.ClickHouseConnection;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm rollups rebuild}. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Make the rollup rows of a range anew from events, those that differ from a recount and no others.",
            "",
            "A project's hour, day or total at a time is deleted and inserted again: for a moment reports lack it. Sinks"
                    + " may run meanwhile, and must keep up; hours and days that rows keep coming into are left for later"
                    + " and named. A range whose rows may have left by their retention is refused. Cut off, it is run"
                    + " again. Rows inserted by hand, and prices reprice, must wait until it has ended.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, and nothing differs now; of a dry run: told",
            "1:refused, something still differs, or Kafka or ClickHouse gives no answer",
            "2:wrong usage or wrong settings"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm rollups rebuild --from 7d --to 1d --dry-run",
            "  watchllm rollups rebuild --from 2026-11-01T00:00:00Z --to 2026-11-02T00:00:00Z --project shop"
        })
final class RollupsRebuildCommand implements Callable<Integer> {
    private static final int NAMED_MAX = 50;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private RollupsCommand parent;

    @Option(names = "--project", paramLabel = "P", description = "Only this project.")
    private @Nullable String project;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = TimeConverter.class,
            description = "Events since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            required = true,
            converter = TimeConverter.class,
            description = "Events before; as --from.")
    private Instant to;

    @Option(names = "--dry-run", description = "Tell what differs and would be made anew, and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Quiet.services();
        var scope = RollupsCommand.scope(project, from, to);
        var settings = SinkSettings.from(parent.environment());
        settings.cluster().requireOneShard("rollups rebuild");
        var database = settings.clickHouse().database();
        try (var client = ClickHouseConnection.open(settings.clickHouse(), settings.inserting())) {
            var made = dryRun ? checked(client, database, scope) : rebuilt(client, settings, scope);
            var comparison = new RollupComparison(client, database, RollupComparison.BETWEEN_LOOKS);
            var text = new RollupText(comparison.compare(RollupsCommand.TABLE, scope));
            var out = spec.commandLine().getOut();
            out.print(
                    json
                            ? text.json(made) + "\n"
                            : RollupText.made(made) + text.text(NAMED_MAX) + outcome(text.differing()));
            out.flush();
            return dryRun || text.differing() == 0 ? 0 : Failures.FAILED;
        }
    }

    private static List<Made> checked(Client client, String database, RollupScope scope) {
        new RollupRebuild(client, database, () -> {}).check(RollupsCommand.TABLE, scope);
        return List.of();
    }

    private static List<Made> rebuilt(Client client, SinkSettings settings, RollupScope scope) {
        try (var landing = new TopicLanding(settings.kafka(), SinkTable.EVENTS)) {
            return new RollupRebuild(client, settings.clickHouse().database(), landing)
                    .rebuild(RollupsCommand.TABLE, scope);
        }
    }

    private String outcome(long differing) {
        if (dryRun) {
            return "a dry run: %,d rollup rows would be made anew, nothing was%n".formatted(differing);
        }
        return differing == 0 ? "nothing differs now\n" : "%,d rollup rows still differ%n".formatted(differing);
    }
}
