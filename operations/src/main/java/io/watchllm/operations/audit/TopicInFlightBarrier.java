package io.watchllm.operations.audit;

import io.watchllm.delivery.config.SinkTable;
import io.watchllm.operations.OperationException;
import io.watchllm.operations.Pause;
import io.watchllm.runtime.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Barrier that waits for in-flight rows by means of a table's topic and the offsets of its group. The sink commits an
 * offset when every record below it is in the table and in every rollup. So once the committed offsets have passed the
 * earlier end of the topic, no insert that had begun by then is under way. For one thread.
 */
public final class TopicInFlightBarrier implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final long WINDOW_OFFSETS = 1_000;

    private final KafkaSettings settings;
    private final SinkTable table;
    private final Duration timeout;
    private final TopicOffsets topic;

    public TopicInFlightBarrier(KafkaSettings settings, SinkTable table) {
        this(settings, table, PATIENCE);
    }

    /** @param timeout how long the sink may take */
    TopicInFlightBarrier(KafkaSettings settings, SinkTable table, Duration timeout) {
        this.settings = settings;
        this.table = table;
        this.timeout = timeout;
        this.topic = new TopicOffsets(settings);
    }

    /**
     * Returns when every row that was in flight at the time of the call is in its table and in every rollup, or
     * rejected. Rows that were sent later may be in any state.
     *
     * @throws OperationException when that does not happen in time
     */
    public void await() {
        var ends = new HashMap<TopicPartition, Long>();
        PartitionBounds.read(settings, table, null, null)
                .partitions()
                .forEach((partition, bounds) -> ends.put(partition, bounds.end()));
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var waiting = new ArrayList<String>();
            PartitionBounds.read(settings, table, null, null).partitions().forEach((partition, bounds) -> {
                var end = ends.getOrDefault(partition, 0L);
                if (anyRecord(partition, Math.max(bounds.first(), bounds.committed()), end)) {
                    waiting.add(partition.partition() + " at "
                            + (bounds.committed() < 0 ? "nothing" : "offset " + bounds.committed()) + " of " + end);
                }
            });
            if (waiting.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new OperationException("rows of topic " + table.topic()
                        + " are under way, and rollups can't be rebuilt"
                        + " beside them: the sink has committed partition " + String.join(", ", waiting) + " after "
                        + timeout.toSeconds() + " s. Have watchllm sink catch up, then run this again");
            }
            Pause.of(BETWEEN_LOOKS);
        }
    }

    /** Transaction markers may follow the last record, and no group ever commits those. */
    private boolean anyRecord(TopicPartition partition, long from, long end) {
        for (var next = from; next < end; next += WINDOW_OFFSETS) {
            if (!topic.window(partition, next, WINDOW_OFFSETS, end).records().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        topic.close();
    }
}
