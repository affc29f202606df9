package io.watchllm.operations.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Rows of one block in a ledger of numbered blocks, counted after ClickHouse acknowledged it. ClickHouse may know the
 * token of a block and not have its rows, or have the rows and have forgotten the token: an acknowledged repeat proves
 * nothing about the rows.
 *
 * @param mine rows that this run wrote
 * @param others rows that other runs wrote
 */
record LedgerBlockRows(long mine, long others) {

    /** Describes for an operator how the stored block differs from what was sent; null when it does not. */
    public @Nullable String problem(String block, long sent) {
        if (mine == sent && others == 0) {
            return null;
        }
        return block + " was acknowledged, and of its " + sent + " rows the ledger holds " + (mine + others)
                + (others > 0 ? ", " + others + " of them of another run" : "")
                + (mine + others == 0
                        ? ": ClickHouse knows its token and has lost its rows, or a replica does not have them yet"
                        : "");
    }
}
