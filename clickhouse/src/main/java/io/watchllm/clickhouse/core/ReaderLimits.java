package io.watchllm.clickhouse.core;

/**
 * What a query of a reader may take at most. ClickHouse takes 0 for "without limit", so no limit is below 1.
 *
 * @param readonly 1: a reader may change no setting; 2: settings but these may be changed, as most drivers do
 * @param maxExecutionTimeSeconds how long a query may run
 * @param maxMemoryUsageBytes how much memory it may hold on a server
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

    /** The settings with their constraints, as a settings profile has them. */
    String settings() {
        return "readonly = " + readonly + " CONST, " + bounded("max_execution_time", maxExecutionTimeSeconds) + ", "
                + bounded("max_memory_usage", maxMemoryUsageBytes) + ", " + bounded("max_rows_to_read", maxRowsToRead);
    }

    private static String bounded(String setting, long most) {
        return setting + " = " + most + " MIN 1 MAX " + most;
    }
}
