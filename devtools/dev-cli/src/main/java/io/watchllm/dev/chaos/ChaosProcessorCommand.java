package io.watchllm.dev.chaos;

import io.watchllm.chaos.ProcessorChaosPlan;
import io.watchllm.chaos.ProcessorChaosReport;
import io.watchllm.chaos.ProcessorChaosRun;
import io.watchllm.chaos.scenario.ProcessorScenario;
import io.watchllm.cli.shell.Failures;
import io.watchllm.runtime.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm chaos processor}. */
@Command(
        name = "processor",
        mixinStandardHelpOptions = true,
        description = {
            "Freeze, kill, cut off and restart stream processors and their broker while events flow, with alerts,"
                    + " privacy rules and duplicates on.",
            "",
            "Each event must be a row once, each repeat a counted duplicate, each bad record a dead letter; the counts"
                    + " must be those of what was sent, and the alerts those of a run without a fault. The control"
                    + " must show a loss, or nothing is proven. Exit code 1 when one of them does not hold.",
            "",
            "From 20,000 events on the time-outs are those of a processor by default; with fewer they are short.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm chaos processor",
            "  watchllm chaos processor --events 200000 --json",
            "  watchllm chaos processor --scenario commit-times-out --scenario control"
        })
final class ChaosProcessorCommand implements Callable<Integer> {
    private static final int EVENTS_MIN = 1_000;
    private static final int EVENTS_MAX = 10_000_000;
    private static final int SEED_MAX = 1_000_000;
    private static final int LANES_MAX = 8;
    private static final ScenarioNames<ProcessorScenario> SCENARIOS =
            new ScenarioNames<>(ProcessorScenario.ALL, ProcessorScenario::name, ProcessorScenario::about);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events of each scenario (default: ${DEFAULT-VALUE}).")
    private int events;

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
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "2",
            description = "Scenarios played at once, each on a broker of its own (default: ${DEFAULT-VALUE}).")
    private int lanes;

    @Option(
            names = "--logs",
            paramLabel = "FOLDER",
            description = "Where the processors log (default: a temporary folder).")
    private @Nullable Path logs;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        require("--events", events, EVENTS_MIN, EVENTS_MAX);
        require("--lanes", lanes, 1, LANES_MAX);
        var scenarios = SCENARIOS.chosen(names);
        var folder = logs == null ? Files.createTempDirectory("watchllm-chaos") : logs;
        var chance = seed == null ? new Random().nextInt(SEED_MAX) : seed;
        return play(new ProcessorChaosPlan(scenarios, events, chance, Math.min(lanes, scenarios.size()), folder));
    }

    private static void require(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ConfigException(
                    option, "can't use '" + value + "': expected whole number, " + min + " to " + max + ".");
        }
    }

    private int play(ProcessorChaosPlan plan) {
        var err = spec.commandLine().getErr();
        var out = spec.commandLine().getOut();
        err.println("watchllm: seed " + plan.seed() + ", " + plan.scenarios().size() + " scenarios of " + plan.events()
                + " events; processors log to " + plan.folder());
        out.println(ProcessorChaosReport.HEADER);
        out.flush();
        var report = new ProcessorChaosRun(plan).play((scenario, result) -> {
            out.println(ProcessorChaosReport.line(scenario, result));
            out.flush();
        });
        if (json) {
            out.println(report.json());
        }
        out.flush();
        return report.passed() ? 0 : Failures.FAILED;
    }
}
