package io.watchllm.clickhouse.core;

/** String literals of ClickHouse's SQL: in single quotes, with backslash escapes. */
public final class SqlLiteral {
    private SqlLiteral() {}

    /** The text as a literal. */
    public static String of(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** The text of a literal. */
    static String text(String literal) {
        return literal.substring(1, literal.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
