package io.watchllm.operations.audit;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.audit.core.OffsetRun;
import io.watchllm.operations.audit.core.TableRun;
import java.util.List;

/**
 * Audit result of one table.
 *
 * @param table the table and its topic
 * @param partitions by number
 */
public record TableReport(SinkTable table, List<Partition> partitions) {

    /**
     * Audit result of one partition. Counts are complete; only the first ranges are listed.
     *
     * @param partition the partition
     * @param from first audited offset
     * @param to the offset after the last one
     * @param counts the counts
     * @param missing ranges of records whose rows are missing
     * @param twice ranges of records with more than one row
     * @param notes further findings, a sentence each
     */
    public record Partition(
            int partition,
            long from,
            long to,
            Counts counts,
            List<OffsetRun> missing,
            List<TableRun> twice,
            List<String> notes) {}

    /**
     * Counts of an audit.
     *
     * @param records committed records of the topic
     * @param missing records without a row that are neither dead letters nor expired
     * @param twice records with more than one row
     * @param deadLetters records that are dead letters
     * @param expired records whose rows have left the table by its retention
     * @param repaired missing records whose rows were inserted
     * @param lost offsets that Kafka deleted before the sink had read them, and whose loss nobody has accepted
     * @param accepted offsets that Kafka deleted before, and that an operator has accepted as lost
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
        /** All counts are zero. */
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

        /** Whether nothing is missing, duplicated or lost, except what was repaired or accepted. */
        public boolean clean() {
            return missing == repaired && twice == 0 && lost == 0;
        }
    }

    public TableReport {
        partitions = List.copyOf(partitions);
    }

    /** The sums over all partitions. */
    public Counts counts() {
        return partitions.stream().map(Partition::counts).reduce(Counts.NONE, Counts::plus);
    }
}
