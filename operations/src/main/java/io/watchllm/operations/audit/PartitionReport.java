package io.watchllm.operations.audit;

import io.watchllm.operations.audit.core.OffsetRun;
import io.watchllm.operations.audit.core.TableRun;
import java.util.List;

/**
 * What the audit found of one partition. Counts are complete; of the ranges only the first are kept.
 *
 * @param partition the partition
 * @param from first offset that was looked at
 * @param to the offset behind the last one
 * @param counts how many
 * @param missing ranges of records whose rows are missing
 * @param twice ranges of records whose rows are there more than once
 * @param notes what else a person should know, a sentence each
 */
public record PartitionReport(
        int partition,
        long from,
        long to,
        Counts counts,
        List<OffsetRun> missing,
        List<TableRun> twice,
        List<String> notes) {

    /**
     * How many.
     *
     * @param records committed records of the topic
     * @param missing those without a row, a dead letter or an end of retention
     * @param twice those with more than one row
     * @param deadLetters those that are dead letters
     * @param expired those whose rows have left the table by its retention
     * @param repaired of the missing, those that were put in
     * @param lost offsets that Kafka removed before the sink had read them, and that nobody has accepted
     * @param accepted offsets that Kafka removed before, and that an operator has accepted as lost
     */
    public record Counts(
            long records,
            long missing,
            long twice,
            long deadLetters,
            long expired,
            long repaired,
            long lost,
            long accepted) {
        /** Nothing of anything. */
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

        /** The sums of both. */
        public Counts plus(Counts other) {
            return new Counts(
                    records + other.records,
                    missing + other.missing,
                    twice + other.twice,
                    deadLetters + other.deadLetters,
                    expired + other.expired,
                    repaired + other.repaired,
                    lost + other.lost,
                    accepted + other.accepted);
        }

        /** Whether nothing is missing, twice or lost, but for what was repaired or accepted. */
        public boolean clean() {
            return missing == repaired && twice == 0 && lost == 0;
        }
    }
}
