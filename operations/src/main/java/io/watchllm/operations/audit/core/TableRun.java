package io.watchllm.operations.audit.core;

/**
 * Offsets without a gap between them, each of which the table has equally often.
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
