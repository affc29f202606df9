package io.watchllm.dev.bench;

import io.watchllm.bench.alerts.AlertBench;
import io.watchllm.bench.alerts.AlertPlan;
import io.watchllm.bench.latency.LatencyPlan;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code watchllm bench alerts}. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = {
            "Measure how long it takes from publishing an event to its alert, and what evaluating rules costs.",
            "",
            "First events are published at a steady rate through the whole pipeline, while many rules are evaluated; one"
                    + " event in fifty breaks two of them, and a reader of the alerts waits for each. Then the processor"
                    + " reads a full topic with the rules and without any, in turns, in the same JVM; the first rounds"
                    + " of each are not counted. An alert that is lost or comes twice fails the benchmark.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  watchllm bench alerts", "  watchllm bench alerts --rate 500 --rules 10 --no-sink --json"})
final class BenchAlertsCommand implements Callable<Integer> {
    private static final int RATE_MAX = 100_000;
    private static final int SECONDS_MAX = 3_600;
    /** Two must raise the alerts. */
    private static final int RULES_MIN = 2;

    private static final int RULES_MAX = 10_000;
    private static final int USERS_MAX = 10_000_000;
    private static final int EVENTS_MAX = 1_000_000_000;
    private static final int ROUNDS_MAX = 100;

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
            defaultValue = "30",
            description = "How long to measure the lag (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "20",
            description = "How long to publish before, while the JVMs still compile (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rules",
            paramLabel = "N",
            defaultValue = "50",
            description = "Rules of all kinds and scopes (default: ${DEFAULT-VALUE}).")
    private int rules;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Different users in the events (default: ${DEFAULT-VALUE}).")
    private int users;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "400000",
            description = "Events of a round of the CPU (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--warm-up-rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds of each side before, while the JVM still compiles (default: ${DEFAULT-VALUE}).")
    private int warmUpRounds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Measured rounds of each side of the CPU (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--jvm",
            paramLabel = "OPTIONS",
            defaultValue = "-Xms2g -Xmx2g -XX:+UseParallelGC -XX:+UseTransparentHugePages",
            description = "Options of the JVM of the CPU, with blanks between (default: ${DEFAULT-VALUE}).")
    private String jvm;

    @Option(names = "--no-sink", description = "Measure the lag without ClickHouse and the sink beside it.")
    private boolean noSink;

    @Option(names = "--json", description = "Print the result as one JSON object, on the last line.")
    private boolean json;

    @Override
    public Integer call() {
        var plan = plan();
        var report = new AlertBench(plan, spec.commandLine().getErr(), System.getenv()).run();
        BenchCommand.tell(report, json, spec);
        return 0;
    }

    private AlertPlan plan() {
        BenchCommand.require("--rate", rate, RATE_MAX);
        BenchCommand.require("--seconds", seconds, SECONDS_MAX);
        BenchCommand.require("--warm-up", warmUp, SECONDS_MAX);
        BenchCommand.require("--rules", rules, RULES_MIN, RULES_MAX);
        BenchCommand.require("--users", users, USERS_MAX);
        BenchCommand.require("--events", events, EVENTS_MAX);
        BenchCommand.require("--warm-up-rounds", warmUpRounds, 0, ROUNDS_MAX);
        BenchCommand.require("--rounds", rounds, ROUNDS_MAX);
        return new AlertPlan(
                new LatencyPlan(rate, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds)),
                rules,
                users,
                !noSink,
                new AlertPlan.Cpu(events, warmUpRounds, rounds, BenchCommand.options(jvm)));
    }
}
