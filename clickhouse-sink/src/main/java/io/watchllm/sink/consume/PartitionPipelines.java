package io.watchllm.sink.consume;

import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.core.BatchPlanner;
import io.watchllm.sink.core.BufferMemory;
import io.watchllm.sink.core.LeaderEpochs;
import io.watchllm.sink.core.PartitionWriter;
import io.watchllm.sink.core.StartRules;
import io.watchllm.sink.write.BatchPayload;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipelines of the assigned partitions. Used by the loop's thread only. */
final class PartitionPipelines {
    private static final Logger log = LoggerFactory.getLogger(PartitionPipelines.class);

    private final SinkSettings settings;
    private final RowEncoder encoder;
    private final SinkMetrics.TableMetrics metrics;
    private final BlockPool pool;
    private final Map<TopicPartition, PartitionPipeline> flows = new LinkedHashMap<>();

    PartitionPipelines(SinkSettings settings, RowEncoder encoder, SinkMetrics.TableMetrics metrics) {
        this.settings = settings;
        this.encoder = encoder;
        this.metrics = metrics;
        this.pool = new BlockPool(settings.batching().inFlightBytes() / 2);
    }

    /** Begins a pipeline at its open range, or at its offset. */
    void begin(TopicPartition partition, String topicId, StartRules.Begin start) {
        var note = start.note();
        PartitionWriter<BatchPayload> lane =
                new PartitionWriter<>(settings.inserting().retryPolicy(), note);
        var planner = new BatchPlanner(settings.batching().limits(), start.offset());
        var flow = new PartitionPipeline(
                partition.partition(),
                topicId,
                new PartitionPipeline.Parts(
                        encoder,
                        lane,
                        planner,
                        new LeaderEpochs(start.offset(), start.leaderEpoch()),
                        settings.delivery().breaker(),
                        pool,
                        metrics));
        flows.put(partition, flow);
        if (start.lost() > 0) {
            log.warn("went on without records that are gone partition={} offsets={}", partition, start.lost());
        }
        var range = note.open();
        if (range == null) {
            log.info("partition assigned partition={} offset={} epoch={}", partition, start.offset(), note.epoch());
            // The start may be past lost records or past a range found landed; and where nothing was committed, the
            // epoch must be fixed from the first record on.
            flow.reading().commit(-1);
        } else {
            log.info(
                    "partition assigned with an open range, which is sent again partition={} from={} to={} rows={} epoch={}",
                    partition,
                    range.from(),
                    range.to(),
                    range.rows(),
                    note.epoch());
        }
    }

    void remove(Collection<TopicPartition> partitions) {
        flows.keySet().removeAll(partitions);
    }

    Map<TopicPartition, PartitionPipeline> all() {
        return flows;
    }

    /** Whether all that was read has landed, and no pipeline is blocked. */
    boolean atRest() {
        return flows.values().stream().allMatch(flow -> flow.settled() && flow.blocked() == null);
    }

    /** False for a pipeline whose partition was revoked, even when the partition was assigned again since. */
    boolean current(TopicPartition partition, PartitionPipeline flow) {
        return flows.get(partition) == flow;
    }

    /** Current problems by partition; partitions that make progress are left out. */
    Map<TopicPartition, String> troubles(int attemptsMax) {
        Map<TopicPartition, String> troubles = new LinkedHashMap<>();
        flows.forEach((partition, flow) -> {
            var trouble = flow.trouble(attemptsMax);
            if (!trouble.isEmpty()) {
                troubles.put(partition, trouble);
            }
        });
        return troubles;
    }

    /** Bytes that all buffers take in memory, including pooled ones. */
    long bytes() {
        return pool.bytes()
                + flows.values().stream().mapToLong(PartitionPipeline::bytes).sum();
    }

    /** Whether buffers take more than the settings allow; pooled ones are dropped first. */
    boolean full() {
        var most = settings.batching().inFlightBytes();
        pool.shrink(bytes() - most);
        return bytes() > most;
    }

    /** Partitions that may read within the memory bound. */
    Set<TopicPartition> readers() {
        Map<TopicPartition, BufferMemory.Use> uses = new LinkedHashMap<>();
        flows.forEach((partition, flow) -> uses.put(partition, flow.use()));
        return BufferMemory.readers(uses, full());
    }
}
