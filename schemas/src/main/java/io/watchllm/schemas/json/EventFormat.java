package io.watchllm.schemas.json;

import io.watchllm.events.AgentStep;
import io.watchllm.events.AssertionFailed;
import io.watchllm.events.CostThresholdExceeded;
import io.watchllm.events.ErrorEvent;
import io.watchllm.events.Event;
import io.watchllm.events.HallucinationDetected;
import io.watchllm.events.PerformanceAlert;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.rows.EventType;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Maps event types to their payload records. */
public final class EventFormat {

    private static final Map<Class<?>, EventType> TYPES = Map.of(
            PromptCall.class, EventType.prompt_call,
            ToolCall.class, EventType.tool_call,
            AgentStep.class, EventType.agent_step,
            ErrorEvent.class, EventType.error,
            AssertionFailed.class, EventType.assertion_failed,
            HallucinationDetected.class, EventType.hallucination_detected,
            CostThresholdExceeded.class, EventType.cost_threshold_exceeded,
            PerformanceAlert.class, EventType.performance_alert);

    private EventFormat() {}

    /**
     * The type of the event; {@link EventType#unknown} when its payload is missing or of a type that this version does
     * not know.
     */
    public static EventType typeOf(Event event) {
        return event.getPayload() == null
                ? EventType.unknown
                : TYPES.getOrDefault(event.getPayload().getClass(), EventType.unknown);
    }

    /** The schema of the payload of each type. */
    static Map<EventType, Schema> payloads(Schema union) {
        var byName = union.getTypes().stream().collect(Collectors.toMap(Schema::getFullName, schema -> schema));
        var payloads = new EnumMap<EventType, Schema>(EventType.class);
        TYPES.forEach((type, name) -> {
            var schema = byName.get(type.getName());
            if (schema == null || !SpecificRecord.class.isAssignableFrom(type)) {
                throw new IllegalStateException("the payload union has no " + type.getName());
            }
            payloads.put(name, schema);
        });
        return payloads;
    }
}
