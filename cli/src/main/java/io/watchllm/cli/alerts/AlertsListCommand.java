package io.watchllm.cli.alerts;

import io.watchllm.cli.shell.ShellCommand;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm alerts list}. */
@Command(
        name = "list",
        description = {
            "List alerts, oldest first, as their topic has them: for 30 days, and also while ClickHouse is away.",
            "",
            "Older ones are rows of the table events (event_type cost_threshold_exceeded or performance_alert).",
        },
        footer = {
            "  watchllm alerts list --since 1h --level critical",
            "  watchllm alerts list --since 7d --project shop --json | jq .alert_actual_value"
        })
final class AlertsListCommand extends ShellCommand implements Callable<Integer> {
    @Mixin
    private AlertOptions alerts;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "Those raised since: 2026-11-01T08:00:00Z, or so long ago: 30m, 2h, 7d (default:"
                    + " ${DEFAULT-VALUE}).")
    private Instant since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        var err = err();
        var found = new int[] {0};
        var topic = new AlertTopic(kafka());
        topic.read(since, raised -> {
            if (alerts.takes(raised.alert()) && found[0]++ < limit) {
                out().println(alerts.line(raised.alert()));
            }
            return found[0] <= limit;
        });
        if (topic.broken() > 0) {
            err.printf("watchllm: %d records of the topic are no alerts%n", topic.broken());
        }
        if (found[0] > limit) {
            err.println("watchllm: there are more; --limit shows more of them");
        }
        return 0;
    }
}
