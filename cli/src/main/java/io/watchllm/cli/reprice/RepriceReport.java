package io.watchllm.cli.reprice;

import io.watchllm.cli.reprice.core.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What repricing did, or would do.
 *
 * @param scope what was asked for
 * @param repriceId the run, as the ledger names it
 * @param tally what was looked at and changes
 * @param written blocks that this run wrote into the ledger
 * @param ended number of the block that an earlier run had left open; null when there was none
 * @param proof tables against rollups, afterwards
 */
public record RepriceReport(
        Repricing.Scope scope,
        String repriceId,
        Tally tally,
        long written,
        @Nullable Ended ended,
        List<RollupProof.Finding> proof) {

    /**
     * A block that an earlier run had left open.
     *
     * @param sequence its number
     * @param done whether this run ended it; a dry run does not
     * @param forgotten whether it could not be sent again, since a rollup may have forgotten it
     */
    public record Ended(long sequence, boolean done, boolean forgotten) {}

    public RepriceReport {
        proof = List.copyOf(proof);
    }

    /** Whether rows and rollups say the same. */
    public boolean proven() {
        return proof.stream().allMatch(RollupProof.Finding::equal);
    }
}
