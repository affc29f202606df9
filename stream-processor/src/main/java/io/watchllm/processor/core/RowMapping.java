package io.watchllm.processor.core;

import io.watchllm.events.AgentStep;
import io.watchllm.events.ErrorDetail;
import io.watchllm.events.Event;
import io.watchllm.events.NestedToolCall;
import io.watchllm.events.PromptCall;
import io.watchllm.events.ToolCall;
import io.watchllm.processor.core.price.Pricing;
import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.ToolCallRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From an accepted event to its rows: one of events, one of tool_calls for each call, one of agent_steps for a step.
 */
public final class RowMapping {

    private static final ErrorDetail NO_ERROR = ErrorDetail.newBuilder().build();

    private final long textBytes;

    public RowMapping(Limits limits) {
        textBytes = limits.textBytes();
    }

    /** The rows of an event that was not priced; see {@link #rows(Event, Pricing)}. */
    public Rows rows(Event event) {
        return rows(event, null);
    }

    /**
     * The rows of the event; the same for the same event and price, always.
     *
     * @param pricing what a prompt call came to; without it the client's cost stands
     */
    public Rows rows(Event event, @Nullable Pricing pricing) {
        var kept = new Kept(textBytes);
        // These rows have no flags of their own: what is cut in them is flagged on the event.
        var toolCalls = toolCalls(event, kept);
        var agentStep = event.getPayload() instanceof AgentStep step ? agentStep(event, step, kept) : null;
        return new Rows(EventRowMapping.row(event, pricing, kept), toolCalls, agentStep);
    }

    private static List<ToolCallRow> toolCalls(Event event, Kept kept) {
        return switch (event.getPayload()) {
            case ToolCall call -> List.of(ownCall(event, call, kept));
            case PromptCall prompt -> nestedCalls(event, prompt, kept);
            default -> List.of();
        };
    }

    private static List<ToolCallRow> nestedCalls(Event event, PromptCall prompt, Kept kept) {
        if (prompt.getToolCalls().isEmpty()) {
            return List.of();
        }
        var rows = new ArrayList<ToolCallRow>(prompt.getToolCalls().size());
        for (var call : prompt.getToolCalls()) {
            rows.add(nestedCall(event, call, rows.size(), kept));
        }
        return List.copyOf(rows);
    }

    private static ToolCallRow nestedCall(Event event, NestedToolCall call, int index, Kept kept) {
        var row = toolCallRow(event, index, call.getError(), kept)
                .setToolName(call.getToolName())
                .setToolId(call.getToolId())
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
        return withArguments(row, call.getInput(), call.getOutput(), kept);
    }

    private static ToolCallRow ownCall(Event event, ToolCall call, Kept kept) {
        var row = toolCallRow(event, 0, event.getError(), kept)
                .setToolName(call.getToolName())
                .setToolId(call.getToolId())
                .setAgentName(call.getAgentName())
                .setLatencyMs(call.getLatencyMs())
                .setStatus(call.getStatus());
        return withArguments(row, call.getInput(), call.getOutput(), kept);
    }

    private static ToolCallRow.Builder toolCallRow(Event event, int index, @Nullable ErrorDetail error, Kept kept) {
        var known = error == null ? NO_ERROR : error;
        return ToolCallRow.newBuilder()
                .setEventId(event.getEventId())
                .setCallIndex(index)
                .setProjectId(event.getProjectId())
                .setRunId(event.getRunId())
                .setTimestamp(event.getTimestamp())
                .setErrorMessage(kept.text("error_message", known.getMessage()))
                .setErrorType(known.getType())
                .setErrorCode(known.getCode());
    }

    private static ToolCallRow withArguments(
            ToolCallRow.Builder row, @Nullable String input, @Nullable String output, Kept kept) {
        return row.setToolInput(kept.text("tool_input", input))
                .setToolOutput(kept.text("tool_output", output))
                // Of the whole arguments, also where the column holds a part of them.
                .setArgsHash(input == null ? null : CanonicalJson.hash(input))
                .build();
    }

    private static AgentStepRow agentStep(Event event, AgentStep step, Kept kept) {
        var error = event.getError() == null ? NO_ERROR : event.getError();
        return AgentStepRow.newBuilder()
                .setEventId(event.getEventId())
                .setProjectId(event.getProjectId())
                .setRunId(event.getRunId())
                .setTimestamp(event.getTimestamp())
                .setStepNumber(step.getStepNumber())
                .setStepName(step.getStepName())
                .setStepType(step.getStepType())
                .setAgentName(step.getAgentName())
                .setInputData(kept.text("step_input_data", step.getInputData()))
                .setOutputData(kept.text("step_output_data", step.getOutputData()))
                .setReasoning(kept.text("step_reasoning", step.getReasoning()))
                .setContext(kept.text("step_context", event.getContext()))
                .setLatencyMs(step.getLatencyMs())
                .setStatus(step.getStatus())
                .setErrorMessage(kept.text("error_message", error.getMessage()))
                .setErrorType(error.getType())
                .build();
    }
}
