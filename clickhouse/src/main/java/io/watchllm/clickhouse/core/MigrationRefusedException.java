package io.watchllm.clickhouse.core;

/** The applied migrations do not match those of this version; the message says which and what to do. */
public final class MigrationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MigrationRefusedException(String message) {
        super(message);
    }
}
