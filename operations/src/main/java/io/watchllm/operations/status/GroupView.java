package io.watchllm.operations.status;

import io.watchllm.delivery.config.SinkTable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's view of one group.
 *
 * @param topic the topic that it reads
 * @param name name of the group
 * @param state Kafka's word for the state of the group, such as {@code Stable}; {@code none} when there is no group
 * @param partitions all partitions of the topic, in order
 */
public record GroupView(String topic, String name, String state, List<Partition> partitions) {

    public GroupView {
        partitions = List.copyOf(partitions);
    }

    /** Numbers of the partitions that no member has, separated by commas; empty when there are none. */
    String unowned() {
        return partitions.stream()
                .filter(partition -> partition.owner() == null)
                .map(partition -> Integer.toString(partition.partition()))
                .collect(Collectors.joining(", "));
    }

    /** The table that the group fills; only of the group of a sink. */
    public String table() {
        return SinkTable.ALL.stream()
                .filter(table -> table.topic().equals(topic))
                .map(SinkTable::table)
                .findFirst()
                .orElseThrow();
    }

    /**
     * One partition.
     *
     * @param partition its number
     * @param committed committed offset; null when there is none
     * @param note metadata of the commit; empty when there is none
     * @param end end of the log for read_committed readers
     * @param lag records of the topic that the group has not committed
     * @param owner member that has the partition, as client id and host; null when nobody has it
     */
    public record Partition(
            int partition,
            @Nullable Long committed,
            String note,
            long end,
            Lag lag,
            @Nullable String owner) {}

    /**
     * Lag of a partition.
     *
     * @param records offsets from the first record that the group has not committed to the end; 0 when only transaction
     *     markers follow
     * @param seconds age of that record; null when it could not be read in time
     */
    public record Lag(long records, @Nullable Double seconds) {
        static final Lag NONE = new Lag(0, 0.0);
    }
}
