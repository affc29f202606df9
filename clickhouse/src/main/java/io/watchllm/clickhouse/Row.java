package io.watchllm.clickhouse;

import java.util.Map;

/**
 * A row of a small result.
 *
 * @param values value of each column as text; empty for null
 */
public record Row(Map<String, String> values) {

    /** Text of a column; empty when it is null. */
    public String text(String column) {
        return values.getOrDefault(column, "");
    }

    /** Number in a column of whole numbers. */
    public long number(String column) {
        return Long.parseLong(text(column));
    }
}
