package io.watchllm.operations.reprice;

import io.watchllm.operations.reprice.core.RepriceTotals;
import io.watchllm.operations.shards.ShardFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What repricing did, or would do.
 *
 * @param scope what was asked for
 * @param repriceId the run, as the ledgers name it
 * @param shards what was done in each, in order
 * @param failure of one of several shards, which is not among these then; null when none failed
 */
public record RepriceReport(
        Repricing.Scope scope,
        String repriceId,
        List<Shard> shards,
        @Nullable ShardFailure failure) {

    /**
     * What was done, or would be, in a shard.
     *
     * @param name its URL; empty where there is one alone
     * @param tally what was looked at and changes
     * @param written blocks that this run wrote into the ledger
     * @param ended number of the block that an earlier run had left open; null when there was none
     * @param proof tables against rollups, afterwards
     */
    public record Shard(
            String name,
            RepriceTotals tally,
            long written,
            @Nullable Ended ended,
            List<RollupProof.Finding> proof) {
        public Shard {
            proof = List.copyOf(proof);
        }

        /** Whether rows and rollups say the same. */
        public boolean proven() {
            return proof.stream().allMatch(RollupProof.Finding::equal);
        }
    }

    /**
     * A block that an earlier run had left open.
     *
     * @param sequence its number
     * @param done whether this run ended it; a dry run does not
     * @param forgotten whether it could not be sent again, since a rollup may have forgotten it
     */
    public record Ended(long sequence, boolean done, boolean forgotten) {}

    public RepriceReport {
        shards = List.copyOf(shards);
    }

    /** What was looked at and changes in all shards together. */
    public RepriceTotals tally() {
        return RepriceTotals.sum(shards.stream().map(Shard::tally).toList());
    }

    /** Blocks that this run wrote into the ledgers. */
    public long written() {
        return shards.stream().mapToLong(Shard::written).sum();
    }

    /** Whether rows and rollups say the same in every shard. */
    public boolean proven() {
        return failure == null && shards.stream().allMatch(Shard::proven);
    }
}
