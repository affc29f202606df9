package io.watchllm.clickhouse.core;

import java.time.Instant;

/** String literals of ClickHouse's SQL: in single quotes, with backslash escapes. */
public final class SqlLiteral {
    private SqlLiteral() {}

    /** The text as a literal. */
    public static String of(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** The time as an expression of milliseconds. */
    public static String of(Instant time) {
        return "fromUnixTimestamp64Milli(toInt64(" + time.toEpochMilli() + "), 'UTC')";
    }

    /** The text of a literal. */
    public static String text(String literal) {
        return literal.substring(1, literal.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
