package io.watchllm.dev.simulate;

import io.watchllm.cli.send.EventSender;
import io.watchllm.cli.shell.EnvironmentOption;
import io.watchllm.cli.shell.Failures;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.producer.BudgetWatch;
import io.watchllm.runtime.ConfigException;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Setting;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code watchllm simulate --rate R --for D}. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Send made-up agent runs at a steady rate: several models, tool calls, errors and users.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm simulate --rate 200 --for 5m",
            "  watchllm simulate --rate 50 --for 1h --seed 7",
            "  watchllm simulate --rate 50 --for 5m --stop-on-budget 100"
        })
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private EnvironmentOption environment;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "50",
            description = "Events a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--for",
            paramLabel = "D",
            defaultValue = "1m",
            converter = DurationConverter.class,
            description = "How long: 30s, 5m, 2h (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the runs; the same seed gives the same runs, ids included (default: a new one, which"
                    + " is printed).")
    private @Nullable Long seed;

    @Option(
            names = "--stop-on-budget",
            paramLabel = "PERCENT",
            description = "End a run early once an alert says that it has used so much of its budget, as an agent does"
                    + " that asks BudgetWatch.")
    private @Nullable Integer budgetPercent;

    /** Durations as settings write them. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        private static final Setting<Duration> FORM = Setting.duration("--for", "1s", "30d", "1m", "How long.");

        @Override
        public Duration convert(String text) {
            try {
                return FORM.parser().parse(text);
            } catch (IllegalArgumentException problem) {
                throw new TypeConversionException("'" + text + "': " + problem.getMessage());
            }
        }
    }

    @Override
    public Integer call() {
        if (rate < 1 || rate > 1_000_000) {
            throw new ConfigException("--rate", "can't use '" + rate + "': expected whole number, 1 to 1000000.");
        }
        if (budgetPercent != null && budgetPercent < 1) {
            throw new ConfigException(
                    "--stop-on-budget", "can't use '" + budgetPercent + "': expected whole number, 1 or more.");
        }
        var connection = new KafkaConnection(KafkaSettings.from(environment.environment()));
        connection.requireReachable();
        try (var sender = new EventSender(connection, Clock.systemUTC());
                var budgets = budgetPercent == null ? null : budgetWatch(connection.settings(), budgetPercent)) {
            var chosen = seed == null ? System.nanoTime() : seed;
            spec.commandLine().getErr().println("watchllm: seed " + chosen);
            var stopped = play(new AgentSimulation(chosen), sender, budgets);
            var report = sender.finish();
            if (budgets != null) {
                spec.commandLine().getOut().printf("%,d runs ended early, over their budget%n", stopped);
            }
            spec.commandLine().getOut().printf("sent %,d events; %,d failed%n", report.sent(), report.failed());
            if (report.firstFailure() != null) {
                spec.commandLine().getErr().println("watchllm: the first failure was: " + report.firstFailure());
            }
            return report.failed() > 0 ? Failures.FAILED : 0;
        }
    }

    private static BudgetWatch budgetWatch(KafkaSettings settings, int percent) {
        return BudgetWatch.builder()
                .bootstrap(settings.bootstrap())
                .schemaRegistry(settings.registryUrl().toString())
                .properties(settings.clientProperties())
                .percent(percent)
                .build();
    }

    /**
     * Each event has its moment on an even grid; a late one is sent at once, so that the rate holds on the whole. Gives
     * how many runs ended early.
     */
    private int play(AgentSimulation simulation, EventSender sender, @Nullable BudgetWatch budgets) {
        var stopped = 0;
        var clock = Clock.systemUTC();
        var start = System.nanoTime();
        var end = start + duration.toNanos();
        var gapNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        for (var next = start; next < end; ) {
            for (var event : simulation.run(clock.instant())) {
                if (budgets != null && budgets.exceeded(event.getRunId())) {
                    stopped++;
                    break;
                }
                LockSupport.parkNanos(next - System.nanoTime());
                sender.send(event);
                next += gapNanos;
            }
        }
        return stopped;
    }
}
