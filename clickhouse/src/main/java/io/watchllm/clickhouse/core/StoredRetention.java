package io.watchllm.clickhouse.core;

import java.util.HashMap;
import java.util.Map;

/**
 * Retention of a table as ClickHouse reports it.
 *
 * @param rows the TTL of its rows; empty when it has none
 * @param columns the TTL of each column that has one
 */
public record StoredRetention(String rows, Map<String, String> columns) {
    private static final String TTL = " TTL ";

    public StoredRetention {
        columns = Map.copyOf(columns);
    }

    /**
     * Parses the retention.
     *
     * @param engine {@code engine_full} of {@code system.tables}
     * @param create {@code create_table_query}, the only source of column TTLs
     */
    public static StoredRetention of(String engine, String create) {
        var columns = new HashMap<String, String>();
        var open = create.indexOf('(');
        var close = open < 0 ? -1 : SqlList.next(create, ")", open + 1);
        if (close >= 0) {
            for (var element : SqlList.split(create.substring(open + 1, close))) {
                var start = SqlList.next(element, TTL, 0);
                if (element.startsWith("`") && start > 0) {
                    columns.put(
                            element.substring(1, element.indexOf('`', 1)),
                            element.substring(start + TTL.length()).strip());
                }
            }
        }
        return new StoredRetention(RetentionRule.ttlOfEngine(engine), columns);
    }

    /** The retention of rows that the TTL results in. */
    public RetentionRule rule() {
        return RetentionRule.ofTtl(rows);
    }
}
