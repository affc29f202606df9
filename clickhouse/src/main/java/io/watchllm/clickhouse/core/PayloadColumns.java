package io.watchllm.clickhouse.core;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The payload columns, which hold what applications, models and tools said: most of the bytes, and possibly private
 * data. They may expire before their rows. Columns that are counted, grouped or searched by are not among them.
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

    /** The payload columns of a table, in the order of its columns; empty when it has none. */
    public static List<String> of(String table) {
        return COLUMNS.getOrDefault(table, List.of());
    }

    /** Whether a column is a payload column. */
    public static boolean isOne(String table, String column) {
        return of(table).contains(column);
    }

    /**
     * The statement that creates a table, with this TTL on each payload column. A replica must be created in the state
     * that the others have by now, so the TTL can't be added by a later statement.
     *
     * @param create the statement, with one column per line
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
