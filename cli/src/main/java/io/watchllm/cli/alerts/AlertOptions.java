package io.watchllm.cli.alerts;

import io.watchllm.control.Alert;
import io.watchllm.events.AlertLevel;
import io.watchllm.notifier.core.AlertFields;
import io.watchllm.notifier.core.AlertFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which alerts are meant, and how they are shown. */
final class AlertOptions {
    @Option(names = "--project", paramLabel = "ID", description = "Those of this project.")
    private @Nullable String project;

    @Option(names = "--level", paramLabel = "LEVEL", description = "Those of this level: warn, critical.")
    private @Nullable AlertLevel level;

    @Option(names = "--rule", paramLabel = "ID", description = "Those of this rule.")
    private @Nullable String rule;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    boolean takes(Alert alert) {
        return new AlertFilter(only(project), only(level == null ? null : level.name()), Set.of(), only(rule), Set.of())
                .takes(alert);
    }

    String line(Alert alert) {
        return json ? AlertFields.json(AlertFields.values(alert)) : AlertLine.of(alert);
    }

    private static Set<String> only(@Nullable String value) {
        return value == null ? Set.of() : Set.of(value);
    }
}
