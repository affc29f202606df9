package io.watchllm.sink.audit;

import java.util.List;

/**
 * What the audit found of one rollup.
 *
 * @param rollup the table
 * @param source the table whose rows it counts
 * @param compared keys that were compared; those of rows that may have left the source are not
 * @param differences keys at which rollup and recount differ, the first thousand
 * @param rebuild statements that make these anew, to be run while no sink writes
 */
public record RollupReport(
        String rollup, String source, long compared, List<Difference> differences, List<String> rebuild) {

    /**
     * A key at which rollup and recount differ.
     *
     * @param key values of the key columns
     * @param columns what differs: column, the rollup's value, the recount's; of a key that one side lacks, nothing
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
}
