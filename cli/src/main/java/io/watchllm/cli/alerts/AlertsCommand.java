package io.watchllm.cli.alerts;

import io.watchllm.cli.shell.ShellCommand;
import io.watchllm.cli.shell.TopCommand;
import io.watchllm.control.Alert;
import io.watchllm.events.AlertLevel;
import io.watchllm.notifier.core.AlertFields;
import io.watchllm.notifier.core.AlertFilter;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm alerts}. */
@Command(
        name = "alerts",
        synopsisSubcommandLabel = "COMMAND",
        description = "Alerts on cost, performance and runaway agents, with the numbers that made them.",
        subcommands = {AlertsCommand.TailCommand.class, AlertsCommand.ListCommand.class})
public final class AlertsCommand extends TopCommand {

    /** {@code watchllm alerts tail}. */
    @Command(
            name = "tail",
            description = "Show alerts as they are raised, until Ctrl-C.",
            footer = {
                "  watchllm alerts tail",
                "  watchllm alerts tail --project shop --level critical --json",
                "  watchllm alerts tail --limit 1 && ./wake-me-up"
            })
    static final class TailCommand extends ShellCommand implements Callable<Integer> {
        @Mixin
        private AlertOptions alerts;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "Begin with those raised since: 30m, 2h, or 2026-11-01T08:00:00Z (default: from now on).")
        private @Nullable Instant since;

        @Option(names = "--limit", paramLabel = "N", description = "End after so many (default: never).")
        private int limit = Integer.MAX_VALUE;

        @Override
        public Integer call() {
            var out = out();
            var shown = new int[] {0};
            new AlertTopic(kafka()).follow(since, raised -> {
                if (alerts.takes(raised.alert())) {
                    out.println(alerts.line(raised.alert()));
                    out.flush();
                    shown[0]++;
                }
                return shown[0] < limit;
            });
            return 0;
        }
    }

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
    static final class ListCommand extends ShellCommand implements Callable<Integer> {
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

    /** Which alerts are meant, and how they are shown. */
    static final class AlertOptions {
        @Option(names = "--project", paramLabel = "ID", description = "Those of this project.")
        private @Nullable String project;

        @Option(names = "--level", paramLabel = "LEVEL", description = "Those of this level: warn, critical.")
        private @Nullable AlertLevel level;

        @Option(names = "--rule", paramLabel = "ID", description = "Those of this rule.")
        private @Nullable String rule;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        boolean takes(Alert alert) {
            return new AlertFilter(
                            only(project), only(level == null ? null : level.name()), Set.of(), only(rule), Set.of())
                    .takes(alert);
        }

        String line(Alert alert) {
            return json ? AlertFields.json(AlertFields.values(alert)) : AlertLine.of(alert);
        }

        private static Set<String> only(@Nullable String value) {
            return value == null ? Set.of() : Set.of(value);
        }
    }
}
