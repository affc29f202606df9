package io.watchllm.sink.consume;

import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.core.StartRules;
import io.watchllm.sink.core.BufferMemory;
import io.watchllm.sink.observe.PipelineState;
import io.watchllm.sink.observe.SinkMetrics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pipelines of the assigned partitions. Used by the loop's thread only. */
final class PartitionPipelines {
    private static final Logger log = LoggerFactory.getLogger(PartitionPipelines.class);

    private final PartitionPipeline.Shared shared;
    private final Map<TopicPartition, PartitionPipeline> pipelines = new LinkedHashMap<>();

    PartitionPipelines(SinkSettings settings, RowEncoder encoder, SinkMetrics.TableMetrics metrics) {
        var pool = new BlockPool(settings.batching().inFlightBytes() / 2);
        this.shared = new PartitionPipeline.Shared(settings, encoder, pool, metrics);
    }

    /** Begins a pipeline at its open range, or at its offset. */
    void begin(TopicPartition partition, Starts.Found found, StartRules.Begin start) {
        pipelines.put(partition, new PartitionPipeline(partition, found, start, shared));
        if (start.lost() > 0) {
            log.warn("went on without records that are gone partition={} offsets={}", partition, start.lost());
        }
        var epoch = start.metadata().epoch();
        var range = start.metadata().open();
        if (range == null) {
            log.info("partition assigned partition={} offset={} epoch={}", partition, start.offset(), epoch);
        } else {
            log.info(
                    "partition assigned with an open range, which is sent again partition={} from={} to={} rows={} epoch={}",
                    partition,
                    range.from(),
                    range.to(),
                    range.rows(),
                    epoch);
        }
    }

    void remove(Collection<TopicPartition> partitions) {
        pipelines.keySet().removeAll(partitions);
    }

    Collection<PartitionPipeline> all() {
        return pipelines.values();
    }

    Stream<PartitionPipeline> stream() {
        return pipelines.values().stream();
    }

    @Nullable
    PartitionPipeline of(TopicPartition partition) {
        return pipelines.get(partition);
    }

    /** Whether all that was read has landed, and no pipeline is blocked. */
    boolean atRest() {
        return stream().allMatch(pipeline -> pipeline.caughtUp() && pipeline.blocked() == null);
    }

    /** False for a pipeline whose partition was revoked, even when the partition was assigned again since. */
    boolean current(PartitionPipeline pipeline) {
        return pipelines.get(pipeline.partition()) == pipeline;
    }

    /** What each pipeline reports; {@code attemptsMax} is the number of failed attempts that are no trouble yet. */
    Map<TopicPartition, PipelineState> states(int attemptsMax) {
        Map<TopicPartition, PipelineState> states = new LinkedHashMap<>();
        pipelines.forEach((partition, pipeline) -> states.put(partition, pipeline.state(attemptsMax)));
        return states;
    }

    /** Bytes that all buffers take in memory, including pooled ones. */
    long bytes() {
        return shared.pool().bytes()
                + stream().mapToLong(pipeline -> pipeline.use().bytes()).sum();
    }

    /** Whether buffers take more than the settings allow; pooled ones are dropped first. */
    boolean full() {
        var most = shared.settings().batching().inFlightBytes();
        shared.pool().shrink(bytes() - most);
        return bytes() > most;
    }

    /** Partitions that may read within the memory bound. */
    Set<TopicPartition> readers() {
        Map<TopicPartition, BufferMemory.Use> uses = new LinkedHashMap<>();
        pipelines.forEach((partition, pipeline) -> uses.put(partition, pipeline.use()));
        return BufferMemory.readers(uses, full());
    }
}
