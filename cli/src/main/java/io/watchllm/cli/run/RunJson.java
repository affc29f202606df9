package io.watchllm.cli.run;

import io.watchllm.cli.shell.Json;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunTree.Node;
import io.watchllm.operations.runs.core.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as one JSON object, for programs: sums, then the events, each with what belongs to it as its children. */
public final class RunJson {
    private RunJson() {}

    /** One line. */
    public static String of(RunView view) {
        var totals = view.totals();
        var spent = totals.spent();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("run_id", view.run());
        all.put("project_id", view.project());
        all.put("began", totals.began().toString());
        all.put("took_ms", totals.took().toMillis());
        all.put("prompt_calls", totals.of(Kind.PROMPT));
        all.put("steps", totals.of(Kind.STEP));
        all.put("tool_calls", totals.of(Kind.TOOL));
        all.put("errors", totals.errors());
        all.put("cost_usd", spent.costUsd());
        all.put("unpriced", spent.unpriced());
        all.put("tokens_input", spent.tokensInput());
        all.put("tokens_cache_read", spent.tokensCached());
        all.put("tokens_output", spent.tokensOutput());
        all.put("more", view.more());
        all.put("shown", view.tree().totals().events());
        all.put(
                "events",
                view.tree().roots().stream()
                        .map(node -> fields(node, totals.began()))
                        .toList());
        return Json.line(all);
    }

    private static Map<String, @Nullable Object> fields(Node node, Instant began) {
        var event = node.event();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event_id", event.id());
        fields.put("kind", event.kind().word());
        fields.put("name", event.name());
        fields.put("step_number", event.place().step());
        fields.put("start_ms", Duration.between(began, event.place().time()).toMillis());
        fields.put("took_ms", event.outcome().tookMs());
        fields.put("status", orNull(event.outcome().status()));
        fields.put("error", orNull(event.outcome().error()));
        var usage = event.usage();
        if (usage != null) {
            fields.put("tokens_input", usage.tokensInput());
            fields.put("tokens_cache_read", usage.tokensCached());
            fields.put("tokens_output", usage.tokensOutput());
            fields.put("cost_usd", usage.costUsd());
        }
        fields.put("parent_unknown", node.parentUnknown());
        fields.put(
                "children",
                node.children().stream().map(child -> fields(child, began)).toList());
        return fields;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
