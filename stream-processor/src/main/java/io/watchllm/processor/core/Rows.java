package io.watchllm.processor.core;

import io.watchllm.rows.AgentStepRow;
import io.watchllm.rows.EventRow;
import io.watchllm.rows.ToolCallRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one event.
 *
 * @param event its row of events
 * @param toolCalls its rows of tool_calls, in order of call_index
 * @param agentStep its row of agent_steps, or null if it is not a step
 */
public record Rows(
        EventRow event,
        List<ToolCallRow> toolCalls,
        @Nullable AgentStepRow agentStep) {}
