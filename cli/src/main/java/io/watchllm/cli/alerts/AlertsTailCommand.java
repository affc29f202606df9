package io.watchllm.cli.alerts;

import io.watchllm.cli.shell.ShellCommand;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code watchllm alerts tail}. */
@Command(
        name = "tail",
        description = "Show alerts as they are raised, until Ctrl-C.",
        footer = {
            "  watchllm alerts tail",
            "  watchllm alerts tail --project shop --level critical --json",
            "  watchllm alerts tail --limit 1 && ./wake-me-up"
        })
final class AlertsTailCommand extends ShellCommand implements Callable<Integer> {
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
