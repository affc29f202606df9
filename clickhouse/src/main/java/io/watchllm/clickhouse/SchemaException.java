package io.watchllm.clickhouse;

/** ClickHouse could not be reached, or rejected a statement. The message says where, why, and what to do. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
