package io.watchllm.bench.rows;

/** Makes rows. The same number always gives the same bytes. Used by one thread. */
public interface RowSource {

    /**
     * The row of this number in the wire format.
     *
     * @param schemaId id of its schema in the registry
     * @param number 0 or more
     */
    byte[] row(int schemaId, long number);
}
