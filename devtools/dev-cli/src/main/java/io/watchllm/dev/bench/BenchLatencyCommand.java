package io.watchllm.dev.bench;

import io.watchllm.bench.latency.LatencyBench;
import io.watchllm.bench.latency.LatencyPlan;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm bench latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "Publish events at a steady rate and measure how long it takes until a query sees each.",
            "",
            "They go through publisher, Kafka, processor and sink into ClickHouse, with the settings of the"
                    + " environment, else the defaults. Seconds of warming up come first and are not counted.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm bench latency", "  watchllm bench latency --rate 500 --seconds 30 --json"})
final class BenchLatencyCommand implements Callable<Integer> {
    private static final int RATE_MAX = 100_000;
    private static final int SECONDS_MAX = 3_600;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Events a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long to measure (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "90",
            description = "How long to publish before, while the JVMs still compile (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() {
        BenchCommand.require("--rate", rate, RATE_MAX);
        BenchCommand.require("--seconds", seconds, SECONDS_MAX);
        BenchCommand.require("--warm-up", warmUp, SECONDS_MAX);
        var plan = new LatencyPlan(rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        var report = new LatencyBench(plan, spec.commandLine().getErr(), System.getenv()).run();
        BenchCommand.tell(report, json, spec);
        return 0;
    }
}
