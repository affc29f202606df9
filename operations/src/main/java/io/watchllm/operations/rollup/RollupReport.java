package io.watchllm.operations.rollup;

import io.watchllm.clickhouse.core.RetentionRule;
import java.util.List;

/**
 * Comparison of one rollup.
 *
 * @param shard its URL; empty when there is only one
 * @param rollup the table
 * @param source the table whose rows it counts
 * @param counts number of keys
 * @param differences keys at which rollup and recount differ, the first thousand
 * @param rebuild statements that rebuild these, to be run while no sink writes
 */
public record RollupReport(
        String shard, String rollup, String source, Counts counts, List<Difference> differences, List<String> rebuild) {

    /**
     * Numbers of keys.
     *
     * @param compared keys that were compared
     * @param differing compared keys that differ
     * @param beyond keys that can't be compared, since some of their rows may have expired
     * @param kept the retention of the rows, or the rollup's own where that is shorter
     */
    public record Counts(long compared, long differing, long beyond, RetentionRule kept) {}

    /**
     * A key at which rollup and recount differ.
     *
     * @param key values of the key columns
     * @param columns differences: column, the rollup's value, the recount's value; or which side lacks the key
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

    /** A copy with the name of the shard. */
    public RollupReport at(String where) {
        return new RollupReport(where, rollup, source, counts, differences, rebuild);
    }
}
