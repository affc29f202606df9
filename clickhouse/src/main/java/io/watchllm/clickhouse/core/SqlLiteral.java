package io.watchllm.clickhouse.core;

/** Texts as ClickHouse's SQL has them: between single quotes, with a backslash before what would end or change them. */
public final class SqlLiteral {
    private SqlLiteral() {}

    /** The text between quotes. */
    public static String of(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** The text that a literal is of. */
    static String text(String literal) {
        return literal.substring(1, literal.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
