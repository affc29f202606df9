package io.watchllm.sink.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Health and lag of one table's consumer loop.
 *
 * @param up whether every assigned partition makes progress
 * @param detail current problems, or a summary when there are none
 * @param partitions the partitions that this process is assigned
 */
public record TableStatus(String table, boolean up, String detail, List<PartitionStatus> partitions) {
    /**
     * Status of one assigned partition.
     *
     * @param partition its number
     * @param pipeline its state as the loop sees it
     * @param lag what has not landed yet
     * @param since when the state began
     * @param lastError the last error, also after it is resolved; null when there was none
     */
    public record PartitionStatus(
            int partition,
            PipelineState pipeline,
            Lag lag,
            Instant since,
            @Nullable LastError lastError) {
        /**
         * Records that have not landed yet.
         *
         * @param records number of records, including transaction markers
         * @param time how long the oldest record that was read has been in its topic; zero when all that was read has
         *     landed
         */
        public record Lag(long records, Duration time) {}

        /** An error, and when it was first seen. */
        public record LastError(String message, Instant time) {}
    }

    public TableStatus {
        partitions = List.copyOf(partitions);
    }

    /**
     * Derives the status of a table whose loop runs.
     *
     * @param joined whether this sink is a member of its group
     * @param kafkaTrouble why Kafka does not answer; empty when it does
     * @param troubles current problems, by partition
     * @param partitions the assigned partitions
     */
    static TableStatus of(
            String table,
            boolean joined,
            String kafkaTrouble,
            Map<TopicPartition, String> troubles,
            List<PartitionStatus> partitions) {
        List<String> all = new ArrayList<>();
        if (!kafkaTrouble.isEmpty()) {
            all.add(kafkaTrouble);
        }
        if (!joined) {
            all.add("not a member of its group yet");
        }
        troubles.forEach((partition, trouble) -> all.add(partition + ": " + trouble));
        if (!all.isEmpty()) {
            return new TableStatus(table, false, String.join("; ", all), partitions);
        }
        var status = new TableStatus(table, true, "", partitions);
        return new TableStatus(
                table,
                true,
                partitions.size() + " partitions, " + status.lagRecords() + " records to land",
                partitions);
    }

    /** Records of its partitions that have not landed. */
    long lagRecords() {
        return partitions.stream()
                .mapToLong(partition -> partition.lag().records())
                .sum();
    }

    /** How long the oldest record that was read and has not landed has been in its topic. */
    Duration lagTime() {
        return partitions.stream()
                .map(partition -> partition.lag().time())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Status of a table without partitions. */
    public TableStatus(String table, boolean up, String detail) {
        this(table, up, detail, List.of());
    }
}
