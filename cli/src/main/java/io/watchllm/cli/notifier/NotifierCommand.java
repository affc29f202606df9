package io.watchllm.cli.notifier;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.watchllm.cli.alerts.AlertTopic;
import io.watchllm.cli.shell.ServiceRunner;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.notifier.NotifierService;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.notifier.core.Pending;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.HttpSettings;
import io.watchllm.runtime.KafkaSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code watchllm notifier}. */
@Command(
        name = "notifier",
        subcommands = NotifierUndeliveredCommand.class,
        description = {
            "Run the notifier until it is stopped: it tells people of alerts, over webhooks, Slack and PagerDuty.",
            "",
            "Whom it tells stands in the file that WATCHLLM_NOTIFIER_TARGETS names (docs/operators/notifier.md). Settings are"
                    + " environment variables (WATCHLLM_KAFKA_…, WATCHLLM_NOTIFIER_…); docs/operators/config.md lists them.",
        },
        footer = {
            "  watchllm notifier --targets targets.yaml",
            "  watchllm notifier --targets targets.yaml --dry-run --since 24h",
            "  watchllm notifier undelivered"
        })
public final class NotifierCommand extends TopCommand implements Callable<Integer> {
    @Option(
            names = "--targets",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "File of targets (default: WATCHLLM_NOTIFIER_TARGETS).")
    private @Nullable Path targets;

    @Option(
            names = "--dry-run",
            description = "Send nothing and end: print what would have been sent, to whom and when, for the alerts"
                    + " since --since, limits and digests included. Needs no secrets.")
    private boolean dryRun;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "For --dry-run: 30m, 24h, 2026-11-01T08:00:00Z (default: ${DEFAULT-VALUE}).")
    private Instant since;

    @Override
    public Integer call() throws InterruptedException {
        var variables = variables();
        if (dryRun) {
            return rehearse(variables);
        }
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var service = new NotifierService(NotifierSettings.from(variables), metrics);
        return new ServiceRunner("notifier", err()).run(service, HttpSettings.from(variables), metrics);
    }

    private int rehearse(Environment variables) {
        var entries = NotifierSettings.entries(variables);
        var raised = new ArrayList<Pending>();
        new AlertTopic(new KafkaConnection(KafkaSettings.from(variables))).read(since, raised::add);
        var run = new DryRun(raised, NotifierSettings.reading(variables).pendingMax());
        entries.forEach(entry -> run.run(entry, out()::println));
        return 0;
    }

    /** The variables of this process and of the options that it was given. */
    Environment variables() {
        return environment("WATCHLLM_NOTIFIER_TARGETS", targets);
    }
}
