package io.watchllm.dev.bench;

import io.watchllm.bench.processor.ProcessorBench;
import io.watchllm.bench.processor.ProcessorPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm bench processor}. */
@Command(
        name = "processor",
        mixinStandardHelpOptions = true,
        description = {
            "Process a topic of small events with the whole topology, and beside it with a loop that only copies the"
                    + " bytes in transactions: the floor.",
            "",
            "They take turns on the same topic in the same JVM; the first round of each is not counted. The"
                    + " processor's settings (WATCHLLM_PROCESSOR_...) are those of the environment, else the defaults.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm bench processor", "  watchllm bench processor --events 200000 --rounds 1 --json"})
final class BenchProcessorCommand implements Callable<Integer> {
    private static final long EVENTS_MAX = 1_000_000_000;
    private static final int ROUNDS_MAX = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Events of a round (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measured rounds of each side (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            defaultValue = "-Xmx1g -XX:+UseTransparentHugePages",
            description = "Options of the JVM, with blanks between (default: ${DEFAULT-VALUE}).")
    private String jvm;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() {
        BenchCommand.require("--events", events, EVENTS_MAX);
        BenchCommand.require("--rounds", rounds, ROUNDS_MAX);
        var plan = new ProcessorPlan(events, rounds, BenchCommand.options(jvm));
        var report = new ProcessorBench(plan, spec.commandLine().getErr(), System.getenv()).run();
        BenchCommand.tell(report, json, spec);
        return 0;
    }
}
