package io.watchllm.clickhouse.core;

/**
 * Limits of a reader's query. ClickHouse treats 0 as "without limit", so no limit is below 1.
 *
 * @param readonly 1: a reader may change no setting; 2: a reader may change settings other than these, as most drivers
 *     do
 * @param maxExecutionTimeSeconds how long a query may run
 * @param maxMemoryUsageBytes how much memory it may use on a server
 * @param maxRowsToRead how many rows it may read
 */
public record ReaderLimits(int readonly, long maxExecutionTimeSeconds, long maxMemoryUsageBytes, long maxRowsToRead) {

    public ReaderLimits {
        if (readonly != 1 && readonly != 2) {
            throw new IllegalArgumentException("readonly is 1 or 2, not " + readonly);
        }
        if (Math.min(maxExecutionTimeSeconds, Math.min(maxMemoryUsageBytes, maxRowsToRead)) < 1) {
            throw new IllegalArgumentException("a limit is 1 or more; 0 would be none");
        }
    }

    /** The settings with their constraints, for a settings profile. */
    String settings() {
        return "readonly = " + readonly + " CONST, " + bounded("max_execution_time", maxExecutionTimeSeconds) + ", "
                + bounded("max_memory_usage", maxMemoryUsageBytes) + ", " + bounded("max_rows_to_read", maxRowsToRead);
    }

    private static String bounded(String setting, long most) {
        return setting + " = " + most + " MIN 1 MAX " + most;
    }
}
