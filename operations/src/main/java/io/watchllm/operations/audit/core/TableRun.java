package io.watchllm.operations.audit.core;

/**
 * A run of consecutive offsets that have the same number of rows in the table.
 *
 * @param run the offsets
 * @param copies rows of each offset, 1 or more
 */
public record TableRun(OffsetRun run, long copies) {

    @Override
    public String toString() {
        return copies == 1 ? run.toString() : run + " (" + copies + " times)";
    }
}
