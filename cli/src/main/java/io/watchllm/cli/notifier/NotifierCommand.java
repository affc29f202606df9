package io.watchllm.cli.notifier;

import io.watchllm.cli.alerts.AlertTopic;
import io.watchllm.cli.shell.ServiceCommand;
import io.watchllm.notifier.NotifierService;
import io.watchllm.notifier.config.NotifierSettings;
import io.watchllm.notifier.core.DeliveryPolicy;
import io.watchllm.notifier.core.Pending;
import io.watchllm.notifier.core.SimulatedDelivery;
import io.watchllm.notifier.core.Target;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.runtime.Environment;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.runtime.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code watchllm notifier}. */
@Command(
        name = "notifier",
        subcommands = UndeliveredCommand.class,
        description = {
            "Run the notifier until it is stopped: it notifies people of alerts, over webhooks, Slack and PagerDuty.",
            "",
            "Whom it notifies stands in the file that WATCHLLM_NOTIFIER_TARGETS names (docs/operators/notifier.md). Settings are"
                    + " environment variables (WATCHLLM_KAFKA_…, WATCHLLM_NOTIFIER_…); docs/operators/config.md lists them.",
        },
        footer = {
            "  watchllm notifier --targets targets.yaml",
            "  watchllm notifier --targets targets.yaml --dry-run --since 24h",
            "  watchllm notifier undelivered"
        })
public final class NotifierCommand extends ServiceCommand {
    private static final Secret HIDDEN = new Secret("(hidden)");

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
            return dryRun(variables);
        }
        var settings = NotifierSettings.from(variables);
        return run("notifier", variables, metrics -> new NotifierService(settings, metrics));
    }

    private int dryRun(Environment variables) {
        var entries = NotifierSettings.entries(variables);
        var raised = new ArrayList<Pending>();
        new AlertTopic(new KafkaConnection(KafkaSettings.from(variables))).read(since, raised::add);
        var pendingMax = NotifierSettings.reading(variables).pendingMax();
        entries.forEach(entry -> dryRun(entry.target(), raised, pendingMax));
        return 0;
    }

    /** Prints each message that a target would have been sent: when, to whom, and its body. */
    private void dryRun(Target target, List<Pending> raised, int pendingMax) {
        var taken = raised.stream()
                .filter(each -> target.verdict(each.alert()) == Target.Verdict.TELL)
                .toList();
        var sendings = SimulatedDelivery.of(DeliveryPolicy.of(target, pendingMax), taken);
        for (var sending : sendings) {
            var notification =
                    target.format().notification(sending.message(), target.template(), HIDDEN, sending.time());
            out().println("%s %s %s".formatted(sending.time(), target.name(), notification.body()));
        }
        out().println("%s (%s): %d of %d alerts, in %d messages"
                .formatted(target.name(), target.format().word(), taken.size(), raised.size(), sendings.size()));
    }

    /** The variables of this process and of the options that it was given. */
    Environment variables() {
        return environment("WATCHLLM_NOTIFIER_TARGETS", targets);
    }
}
