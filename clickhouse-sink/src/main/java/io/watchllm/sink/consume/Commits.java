package io.watchllm.sink.consume;

import io.watchllm.sink.core.PartitionWriter.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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
    private final PartitionPipelines pipelines;
    private Duration timeout = TIMEOUT;
    private int failures;
    private String failure = "";

    Commits(String table, Consumer<byte @Nullable [], byte @Nullable []> consumer, PartitionPipelines pipelines) {
        this.table = table;
        this.consumer = consumer;
        this.pipelines = pipelines;
    }

    /** Limits how long further commits may take. */
    void within(Duration most) {
        timeout = most.compareTo(TIMEOUT) < 0 ? most : TIMEOUT;
    }

    /** Commits the progress that each pipeline wants; null for none. */
    void commit(Function<PartitionPipeline, @Nullable Progress> wanted, long now) {
        Map<PartitionPipeline, Progress> progress = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
        for (var pipeline : pipelines.all()) {
            var wants = wanted.apply(pipeline);
            if (wants != null) {
                progress.put(pipeline, wants);
                commit.put(pipeline.partition(), pipeline.offsets().commit(wants));
            }
        }
        if (!commit.isEmpty() && committed(commit)) {
            progress.forEach((pipeline, wants) -> pipeline.offsets().committed(wants, now));
        }
    }

    private boolean committed(Map<TopicPartition, OffsetAndMetadata> commit) {
        try {
            consumer.commitSync(commit, timeout);
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
