package io.watchllm.operations.rollup;

import io.watchllm.clickhouse.core.RetentionRule;
import java.util.List;

/**
 * What a comparison found of one rollup.
 *
 * @param shard where, by its URL; empty where there is one alone
 * @param rollup the table
 * @param source the table whose rows it counts
 * @param counts how many keys
 * @param differences keys at which rollup and recount differ, the first thousand
 * @param rebuild statements that make these anew, to be run while no sink writes
 */
public record RollupReport(
        String shard, String rollup, String source, Counts counts, List<Difference> differences, List<String> rebuild) {

    /**
     * How many keys.
     *
     * @param compared those that were compared
     * @param differing of them, those that differ
     * @param beyond those that can't be compared, since rows of theirs may have left by their retention
     * @param kept that retention, or the rollup's own where that is shorter
     */
    public record Counts(long compared, long differing, long beyond, RetentionRule kept) {}

    /**
     * A key at which rollup and recount differ.
     *
     * @param key values of the key columns
     * @param columns what differs: column, the rollup's value, the recount's; of a key that one side lacks, which
     */
    public record Difference(List<String> key, List<String> columns) {
        public Difference {
            key = List.copyOf(key);
            columns = List.copyOf(columns);
        }
    }

    public RollupReport {
        differences = List.copyOf(differences);
        rebuild = List.copyOf(rebuild);
    }

    /** The same, of a shard among others. */
    public RollupReport at(String where) {
        return new RollupReport(where, rollup, source, counts, differences, rebuild);
    }
}
