package io.watchllm.cli.run;

import io.watchllm.cli.shell.JsonObject;
import io.watchllm.operations.runs.core.RunEvent.Kind;
import io.watchllm.operations.runs.core.RunTree.Node;
import io.watchllm.operations.runs.core.RunView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as one JSON object, for programs: sums, then the events, each with what belongs to it as its children. */
public final class RunJson {
    private RunJson() {}

    /** One line. */
    public static String of(RunView view) {
        var totals = view.totals();
        var spent = totals.spent();
        return new JsonObject()
                .put("run_id", view.run())
                .put("project_id", view.project())
                .put("began", totals.began().toString())
                .put("took_ms", totals.took().toMillis())
                .put("prompt_calls", totals.of(Kind.PROMPT))
                .put("steps", totals.of(Kind.STEP))
                .put("tool_calls", totals.of(Kind.TOOL))
                .put("errors", totals.errors())
                .put("cost_usd", spent.costUsd())
                .put("unpriced", spent.unpriced())
                .put("tokens_input", spent.tokensInput())
                .put("tokens_cache_read", spent.tokensCached())
                .put("tokens_output", spent.tokensOutput())
                .put("more", view.more())
                .put("shown", view.tree().totals().events())
                .list("events", view.tree().roots(), node -> fields(node, totals.began()))
                .line();
    }

    private static JsonObject fields(Node node, Instant began) {
        var event = node.event();
        var fields = new JsonObject();
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
        fields.list("children", node.children(), child -> fields(child, began));
        return fields;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
