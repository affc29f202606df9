package io.watchllm.processor.core;

import io.watchllm.events.AgentStep;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.pricing.Pricing;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.ToolCallRow;
import io.watchllm.validation.Flag;
import io.watchllm.validation.Limits;
import io.watchllm.validation.Sizes;
import io.watchllm.validation.TextColumn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps an accepted event to its rows: one of events, one of tool_calls per call, one of agent_steps for a step. */
public final class RowMapping {

    private static final ErrorDetail NO_ERROR = ErrorDetail.newBuilder().build();

    private final Sizes sizes;
    private final Duration dedupWindow;

    /** @param dedupWindow how long after its first arrival an event is recognized as a duplicate */
    public RowMapping(Limits limits, Duration dedupWindow) {
        sizes = limits.sizes();
        this.dedupWindow = dedupWindow;
    }

    /** The rows of an event without a price; see {@link #rows(Event, Instant, Pricing)}. */
    public Rows rows(Event event, Instant arrival) {
        return rows(event, arrival, null);
    }

    /**
     * The rows of the event; always the same for the same event, arrival and price.
     *
     * @param arrival time of its record
     * @param pricing cost of a prompt call; without it the client's cost is used
     */
    public Rows rows(Event event, Instant arrival, @Nullable Pricing pricing) {
        var texts = new EventTexts(sizes);
        texts.flagWhen(event.getTimestamp().isBefore(arrival.minus(dedupWindow)), Flag.ARRIVED_LATE);
        QualityCheck.flag(event, arrival, pricing, texts);
        // These rows have no flags of their own: truncation in them is flagged on the event.
        var toolCalls = toolCalls(event, texts);
        var agentStep = event.getPayload() instanceof AgentStep step ? agentStep(event, step, texts) : null;
        return new Rows(EventRowMapping.row(event, pricing, texts), toolCalls, agentStep);
    }

    private static List<ToolCallRow> toolCalls(Event event, EventTexts texts) {
        return switch (event.getPayload()) {
            case ToolCall call -> List.of(ownCall(event, call, texts));
            case PromptCall prompt -> nestedCalls(event, prompt, texts);
            default -> List.of();
        };
    }

    private static List<ToolCallRow> nestedCalls(Event event, PromptCall prompt, EventTexts texts) {
        var calls = texts.toolCalls(prompt.getToolCalls());
        var rows = new ArrayList<ToolCallRow>(calls.size());
        for (var call : calls) {
            rows.add(nestedCall(event, call, rows.size(), texts));
        }
        return List.copyOf(rows);
    }

    private static ToolCallRow nestedCall(Event event, NestedToolCall call, int index, EventTexts texts) {
        var row = toolCallRow(event, index, call.getError(), texts)
                .setToolName(texts.present(TextColumn.TOOL_NAME, call.getToolName()))
                .setToolId(call.getToolId())
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
        return withArguments(row, call.getInput(), call.getOutput(), texts);
    }

    private static ToolCallRow ownCall(Event event, ToolCall call, EventTexts texts) {
        var row = toolCallRow(event, 0, event.getError(), texts)
                .setToolName(texts.present(TextColumn.TOOL_NAME, call.getToolName()))
                .setToolId(call.getToolId())
                .setAgentName(texts.text(TextColumn.AGENT_NAME, call.getAgentName()))
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
        return withArguments(row, call.getInput(), call.getOutput(), texts);
    }

    private static ToolCallRow.Builder toolCallRow(
            Event event, int index, @Nullable ErrorDetail error, EventTexts texts) {
        var known = error == null ? NO_ERROR : error;
        return ToolCallRow.newBuilder()
                .setEventId(event.getEventId())
                .setCallIndex(index)
                .setProjectId(event.getProjectId())
                .setRunId(event.getRunId())
                .setTimestamp(event.getTimestamp())
                .setErrorMessage(texts.text(TextColumn.ERROR_MESSAGE, known.getMessage()))
                .setErrorType(texts.text(TextColumn.ERROR_TYPE, known.getType()))
                .setErrorCode(texts.text(TextColumn.ERROR_CODE, known.getCode()));
    }

    private static ToolCallRow withArguments(
            ToolCallRow.Builder row, @Nullable String input, @Nullable String output, EventTexts texts) {
        // Hashes the whole arguments, even where the column stores only a part.
        return row.setArgsHash(input == null ? null : texts.parse(input).hash())
                .setToolInput(texts.text(TextColumn.TOOL_INPUT, input))
                .setToolOutput(texts.text(TextColumn.TOOL_OUTPUT, output))
                .build();
    }

    private static AgentStepRow agentStep(Event event, AgentStep step, EventTexts texts) {
        var error = event.getError() == null ? NO_ERROR : event.getError();
        return AgentStepRow.newBuilder()
                .setEventId(event.getEventId())
                .setProjectId(event.getProjectId())
                .setRunId(event.getRunId())
                .setTimestamp(event.getTimestamp())
                .setStepNumber(step.getStepNumber())
                .setStepName(texts.text(TextColumn.STEP_NAME, step.getStepName()))
                .setStepType(step.getStepType())
                .setAgentName(texts.text(TextColumn.AGENT_NAME, step.getAgentName()))
                .setInputData(texts.text(TextColumn.STEP_INPUT_DATA, step.getInputData()))
                .setOutputData(texts.text(TextColumn.STEP_OUTPUT_DATA, step.getOutputData()))
                .setReasoning(texts.text(TextColumn.STEP_REASONING, step.getReasoning()))
                .setContext(texts.text(TextColumn.STEP_CONTEXT, event.getContext()))
                .setLatencyMs(step.getLatencyMs())
                .setStatus(step.getStatus())
                .setErrorMessage(texts.text(TextColumn.ERROR_MESSAGE, error.getMessage()))
                .setErrorType(texts.text(TextColumn.ERROR_TYPE, error.getType()))
                .build();
    }
}
