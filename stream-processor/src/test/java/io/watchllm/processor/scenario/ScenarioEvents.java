package io.watchllm.processor.scenario;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AlertDetail;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PromptCall;
import io.watchllm.events.Status;
import io.watchllm.events.ToolCall;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The short form of events in scenarios: what is not said is usual. */
final class ScenarioEvents {

    private static final int SCALE = 9;
    private static final Pattern BLANK = Pattern.compile(" ");

    private int number;

    static Duration duration(String text) {
        var total = Duration.ZERO;
        for (var part : BLANK.splitAsStream(text).toList()) {
            total = total.plus(Duration.parse(
                    part.endsWith("d") ? "P" + part : "PT" + (part.endsWith("ms") ? millis(part) : part)));
        }
        return total;
    }

    private static String millis(String text) {
        return BigDecimal.valueOf(Long.parseLong(text.substring(0, text.length() - 2)), 3) + "s";
    }

    /** The event, or as many of them as {@code times} says, {@code every} so often. */
    List<Event> read(Map<?, ?> map) {
        var events = new ArrayList<Event>();
        int times = map.get("times") instanceof Integer many ? many : 1;
        var every = map.get("every") instanceof String each ? duration(each) : Duration.ZERO;
        for (int index = 0; index < times; index++) {
            var at = duration(text(map, "at", "0s")).plus(every.multipliedBy(index));
            events.add(event(map, at));
        }
        return events;
    }

    private Event event(Map<?, ?> map, Duration at) {
        number++;
        return Event.newBuilder()
                .setEventId("e" + number)
                .setProjectId(text(map, "project", "p"))
                .setRunId(text(map, "run", "r"))
                .setUserId(textOrNull(map, "user"))
                .setTimestamp(Scenario.START.plus(at))
                .setEnv(text(map, "env", "production"))
                .setTags(map.get("tag") instanceof String tag ? List.of(tag) : List.of())
                .setError(map.get("error") instanceof String error ? error(error) : null)
                .setPayload(payload(map))
                .build();
    }

    private static ErrorDetail error(String message) {
        return ErrorDetail.newBuilder().setMessage(message).build();
    }

    private static SpecificRecord payload(Map<?, ?> map) {
        return switch (text(map, "type", "call")) {
            case "tool" -> tool(map);
            case "step" -> step(map);
            case "error" -> ErrorEvent.newBuilder().build();
            case "alert" ->
                CostThresholdExceeded.newBuilder()
                        .setAlert(AlertDetail.newBuilder().build())
                        .build();
            default -> call(map);
        };
    }

    private static PromptCall call(Map<?, ?> map) {
        var call = PromptCall.newBuilder()
                .setPrompt("")
                .setResponse("")
                .setModel(text(map, "model", "m"))
                .setProvider(textOrNull(map, "provider"))
                .setTokensInput(whole(map, "input", 0))
                .setTokensOutput(whole(map, "output", 0))
                .setTokensCacheRead(whole(map, "cached", 0))
                .setLatencyMs(map.containsKey("latency") ? whole(map, "latency", 0) : null)
                .setTtftMs(map.containsKey("ttft") ? whole(map, "ttft", 0) : null)
                .setCostEstimateUsd(cost(map))
                .setStatus(status(map));
        if (map.get("nested") instanceof Map<?, ?> nested) {
            call.setToolCalls(List.of(NestedToolCall.newBuilder()
                    .setToolName(text(nested, "tool", "t"))
                    .setInput(textOrNull(nested, "args"))
                    .setOutput(textOrNull(nested, "result"))
                    .setStatus(status(nested))
                    .setLatencyMs(nested.containsKey("latency") ? whole(nested, "latency", 0) : null)
                    .build()));
        }
        return call.build();
    }

    private static ToolCall tool(Map<?, ?> map) {
        return ToolCall.newBuilder()
                .setToolName(text(map, "tool", "t"))
                .setInput(textOrNull(map, "args"))
                .setOutput(textOrNull(map, "result"))
                .setAgentName(textOrNull(map, "agent"))
                .setLatencyMs(map.containsKey("latency") ? whole(map, "latency", 0) : null)
                .setStatus(status(map))
                .build();
    }

    private static AgentStep step(Map<?, ?> map) {
        return AgentStep.newBuilder()
                .setStepNumber(whole(map, "number", 0))
                .setStepName(textOrNull(map, "name"))
                .setOutputData(textOrNull(map, "result"))
                .setAgentName(textOrNull(map, "agent"))
                .setLatencyMs(map.containsKey("latency") ? whole(map, "latency", 0) : null)
                .setStatus(status(map))
                .build();
    }

    private static @Nullable BigDecimal cost(Map<?, ?> map) {
        var cost = map.get("cost");
        return cost == null ? null : new BigDecimal(cost.toString()).setScale(SCALE);
    }

    private static Status status(Map<?, ?> map) {
        return Status.valueOf(text(map, "status", "success"));
    }

    private static int whole(Map<?, ?> map, String key, int otherwise) {
        return map.get(key) instanceof Integer value ? value : otherwise;
    }

    private static String text(Map<?, ?> map, String key, String otherwise) {
        var text = textOrNull(map, key);
        return text == null ? otherwise : text;
    }

    private static @Nullable String textOrNull(Map<?, ?> map, String key) {
        var value = map.get(key);
        return value == null ? null : value.toString();
    }
}
