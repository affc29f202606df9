package io.watchllm.clickhouse.core;

/** The migrations of this version and those that a database had do not fit; the message says which and what to do. */
public final class MigrationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MigrationRefusedException(String message) {
        super(message);
    }
}
