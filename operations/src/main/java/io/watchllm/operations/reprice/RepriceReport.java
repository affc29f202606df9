package io.watchllm.operations.reprice;

import io.watchllm.operations.reprice.core.RepriceTotals;
import io.watchllm.operations.shards.ShardFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of repricing, or of its dry run.
 *
 * @param scope the requested scope
 * @param repriceId id of the run in the ledgers
 * @param shards results of the shards, in order
 * @param failure failure of one of several shards, which has no result then; null when none failed
 */
public record RepriceReport(
        Repricing.Scope scope,
        String repriceId,
        List<Shard> shards,
        @Nullable ShardFailure failure) {

    /**
     * Result of repricing a shard, or of its dry run.
     *
     * @param name its URL; empty when there is only one
     * @param totals calls that were read and changed
     * @param written blocks that this run wrote into the ledger
     * @param ended block that an earlier run had left open; null when there was none
     * @param proof comparison of tables and rollups afterwards
     */
    public record Shard(
            String name,
            RepriceTotals totals,
            long written,
            @Nullable Ended ended,
            List<RollupProof.Finding> proof) {
        public Shard {
            proof = List.copyOf(proof);
        }

        /** Whether rows and rollups agree. */
        public boolean proven() {
            return proof.stream().allMatch(RollupProof.Finding::equal);
        }
    }

    /**
     * A block that an earlier run had left open.
     *
     * @param sequence its number
     * @param done whether this run completed it; a dry run does not
     * @param forgotten whether it could not be sent again, since a rollup may have forgotten its token
     */
    public record Ended(long sequence, boolean done, boolean forgotten) {}

    public RepriceReport {
        shards = List.copyOf(shards);
    }

    /** Calls that were read and changed in all shards. */
    public RepriceTotals totals() {
        return RepriceTotals.sum(shards.stream().map(Shard::totals).toList());
    }

    /** Blocks that this run wrote into the ledgers. */
    public long written() {
        return shards.stream().mapToLong(Shard::written).sum();
    }

    /** Whether rows and rollups agree in every shard. */
    public boolean proven() {
        return failure == null && shards.stream().allMatch(Shard::proven);
    }
}
