package io.watchllm.operations.rollup;

/** Knows whether inserts are under way. */
@FunctionalInterface
public interface InFlightBarrier {
    /**
     * Returns when every row that was under way when this was called is in its table and in every rollup, or refused.
     * Rows that set out later may be anywhere.
     *
     * @throws RollupException when that does not come about
     */
    void await();
}
