package io.watchllm.operations.audit;

import io.watchllm.delivery.config.SinkTable;
import java.util.List;

/**
 * Audit result of one table.
 *
 * @param table the table and its topic
 * @param partitions by number
 */
public record TableReport(SinkTable table, List<PartitionReport> partitions) {

    public TableReport {
        partitions = List.copyOf(partitions);
    }

    /** The sums over all partitions. */
    public PartitionReport.Counts counts() {
        return partitions.stream()
                .map(PartitionReport::counts)
                .reduce(PartitionReport.Counts.NONE, PartitionReport.Counts::plus);
    }
}
