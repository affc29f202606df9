package io.watchllm.sink.consume;

import io.watchllm.sink.core.OffsetMetadataFormat;
import io.watchllm.sink.core.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits landed offsets and newly opened ranges, all partitions in one request. Used by the loop's thread only. */
final class Commits {
    private static final Logger log = LoggerFactory.getLogger(Commits.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String table;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final PartitionPipelines flows;
    private final PartitionStatuses board;
    private Duration timeout = TIMEOUT;
    private int failures;
    private String failure = "";

    Commits(
            String table,
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            PartitionPipelines flows,
            PartitionStatuses board) {
        this.table = table;
        this.consumer = consumer;
        this.flows = flows;
        this.board = board;
    }

    /** Limits how long further commits may take. */
    void within(Duration most) {
        timeout = most.compareTo(TIMEOUT) < 0 ? most : TIMEOUT;
    }

    /** Commits the progress that each pipeline wants; null for none. */
    void commit(Function<PartitionPipeline, @Nullable Progress> wanted, long now) {
        Map<TopicPartition, Progress> progress = new HashMap<>();
        flows.all().forEach((partition, flow) -> {
            var wants = wanted.apply(flow);
            if (wants != null) {
                progress.put(partition, wants);
            }
        });
        if (!progress.isEmpty() && committed(progress)) {
            progress.forEach((partition, wants) -> {
                var flow = flows.all().get(partition);
                if (flow != null) {
                    board.committed(partition, wants.offset());
                    flow.lane().committed(wants, now);
                    flow.reading().committed(wants);
                }
            });
        }
    }

    private boolean committed(Map<TopicPartition, Progress> progress) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        progress.forEach((partition, wants) -> {
            var flow = Objects.requireNonNull(flows.all().get(partition));
            var epoch = Optional.ofNullable(flow.reading().leaderEpoch(wants.offset()));
            var metadata = OffsetMetadataFormat.text(flow.topicId(), wants.note());
            offsets.put(partition, new OffsetAndMetadata(wants.offset(), epoch, metadata));
        });
        try {
            consumer.commitSync(offsets, timeout);
            failures = 0;
            return true;
        } catch (ApiException | CommitFailedException failed) {
            // Nothing is sent before its intent is committed, and what has landed is known by its token: if the commit
            // succeeded after all, or another sink owns the partition now, the same range is sent under the same token.
            failures++;
            failure = String.valueOf(failed.getMessage());
            log.warn("commit failed, trying again table={} error={}", table, failed.toString());
            return false;
        }
    }

    /** Why commits fail, once that many have failed in a row; empty otherwise. */
    String trouble(int failuresMax) {
        return failures < failuresMax ? "" : "the latest " + failures + " offset commits failed: " + failure;
    }
}
