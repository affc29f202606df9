package io.watchllm.clickhouse.core;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns that hold what applications, models and tools said: most of the bytes, and what may be private. They may
 * end before their rows do. What is counted, grouped or looked for by itself is none of them.
 */
public final class PayloadColumns {
    private static final Map<String, List<String>> COLUMNS = Map.of(
            "events",
            List.of(
                    "prompt",
                    "response",
                    "response_metadata",
                    "error_message",
                    "error_stack",
                    "error_context",
                    "step_input_data",
                    "step_output_data",
                    "step_reasoning",
                    "step_context",
                    "assertion_expected",
                    "assertion_actual",
                    "hallucination_flagged_content",
                    "hallucination_ground_truth",
                    "hallucination_recommendations",
                    "context"),
            "tool_calls",
            List.of("tool_input", "tool_output", "error_message"),
            "agent_steps",
            List.of("input_data", "output_data", "reasoning", "context", "error_message"));

    private PayloadColumns() {}

    /** Those of a table, in the order of its columns; none for a table that has none. */
    public static List<String> of(String table) {
        return COLUMNS.getOrDefault(table, List.of());
    }

    /** Whether a column is one. */
    public static boolean isOne(String table, String column) {
        return of(table).contains(column);
    }

    /**
     * The statement that makes a table, with this TTL on each of them. A replica must be made as the others are by now,
     * so it can't be given by a statement that follows.
     *
     * @param create has one column a line
     * @param ttl empty for none
     */
    public static String withTtl(String table, String create, String ttl) {
        return ttl.isEmpty() || of(table).isEmpty()
                ? create
                : Pattern.compile("(?m)^( +(?:" + String.join("|", of(table)) + ") .*?)(,?)$")
                        .matcher(create)
                        .replaceAll("$1 TTL " + Matcher.quoteReplacement(ttl) + "$2");
    }
}
