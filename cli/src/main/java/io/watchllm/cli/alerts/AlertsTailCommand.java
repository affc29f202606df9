package io.watchllm.cli.alerts;

import io.watchllm.cli.shell.TimeConverter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code watchllm alerts tail}. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Show alerts as they are raised, until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  watchllm alerts tail",
            "  watchllm alerts tail --project shop --level critical --json",
            "  watchllm alerts tail --limit 1 && ./wake-me-up"
        })
final class AlertsTailCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private AlertsCommand parent;

    @Mixin
    private AlertOptions alerts;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Begin with those raised since: 30m, 2h, or 2026-11-01T08:00:00Z (default: from now on).")
    private @Nullable Instant since;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many (default: never).")
    private int limit = Integer.MAX_VALUE;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var shown = new int[] {0};
        new AlertTopic(parent.connection()).follow(since, raised -> {
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
