package io.watchllm.operations.rollup;

import io.watchllm.operations.OperationException;

/** Barrier for in-flight inserts. */
@FunctionalInterface
public interface InFlightBarrier {
    /**
     * Returns when every row that was in flight at the time of the call is in its table and in every rollup, or
     * rejected. Rows that were sent later may be in any state.
     *
     * @throws OperationException when that does not happen in time
     */
    void await();
}
