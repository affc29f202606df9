package io.watchllm.dev.chaos;

import io.watchllm.chaos.ChaosPlan;
import io.watchllm.chaos.ChaosReport;
import io.watchllm.chaos.ChaosRun;
import io.watchllm.chaos.scenario.Scenario;
import io.watchllm.cli.shell.Failures;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm chaos sink}. */
@Command(
        name = "sink",
        mixinStandardHelpOptions = true,
        description = {
            "Play the crash matrix of docs/operators/delivery.md: kill, stop, cut, refuse and change what the sink lives on.",
            "",
            "Each scenario has a topic, a table with two chained rollups and sinks of its own. In the end every row"
                    + " must be in the table once, or the sink must have said exactly how many are not, and both rollups"
                    + " must equal a recount. The control must show a duplicate, or nothing is proven. Exit code 1 when"
                    + " one of them does not hold.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm chaos sink",
            "  watchllm chaos sink --rows 1000000 --json",
            "  watchllm chaos sink --scenario zombie --scenario clickhouse-away --away 10m"
        })
final class ChaosSinkCommand implements Callable<Integer> {
    private static final int ROWS_MIN = 1_000;
    private static final int ROWS_MAX = 100_000_000;
    private static final int SEED_MAX = 1_000_000;
    private static final ScenarioNames<Scenario> SCENARIOS =
            new ScenarioNames<>(Scenario.ALL, Scenario::name, Scenario::about);
    private static final Setting<Duration> AWAY =
            Setting.duration("--away", "1s", "1h", "30s", "How long ClickHouse stays away.");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Rows of each scenario (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "Play this one only; may be repeated. A wrong name lists them all.")
    private List<String> names = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What chance rests on (default: another each time; it is printed).")
    private @Nullable Long seed;

    @Option(
            names = "--away",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "How long ClickHouse stays away (default: ${DEFAULT-VALUE}).")
    private String away = "30s";

    @Option(names = "--logs", paramLabel = "FOLDER", description = "Where the sinks log (default: a temporary folder).")
    private @Nullable Path logs;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (rows < ROWS_MIN || rows > ROWS_MAX) {
            throw new ConfigException(
                    "--rows", "can't use '" + rows + "': expected whole number, " + ROWS_MIN + " to " + ROWS_MAX + ".");
        }
        var wait = new Environment(Map.of(AWAY.name(), away)).value(AWAY);
        var folder = logs == null ? Files.createTempDirectory("watchllm-chaos") : logs;
        var chance = seed == null ? new Random().nextInt(SEED_MAX) : seed;
        return play(new ChaosPlan(SCENARIOS.chosen(names), rows, chance, 1, wait, folder));
    }

    private int play(ChaosPlan plan) {
        var err = spec.commandLine().getErr();
        var out = spec.commandLine().getOut();
        err.println("watchllm: seed " + plan.seed() + ", " + plan.scenarios().size() + " scenarios of " + plan.rows()
                + " rows; sinks log to " + plan.folder());
        out.println(ChaosReport.HEADER);
        out.flush();
        var report = new ChaosRun(plan).play((scenario, result) -> {
            out.println(ChaosReport.line(scenario, result));
            out.flush();
        });
        if (json) {
            out.println(report.json());
        }
        out.flush();
        return report.passed() ? 0 : Failures.FAILED;
    }
}
