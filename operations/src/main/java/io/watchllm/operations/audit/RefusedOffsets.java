package io.watchllm.operations.audit;

import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Records of the row topics that are dead letters, so that their rows must not be in a table. */
final class RefusedOffsets {
    private final Map<TopicPartition, TreeSet<Long>> offsets = new HashMap<>();

    /** Reads the dead letters of the sink; keeps only their positions in memory. */
    static RefusedOffsets read(KafkaConnection kafka) {
        var refused = new RefusedOffsets();
        try (var consumer = kafka.consumer()) {
            new TopicReader(consumer).read(kafka.ends(Topics.DEAD_LETTERS.name()), record -> {
                try {
                    refused.add(DeadLetter.from(record));
                } catch (IllegalArgumentException notALetter) {
                    // A resolution, or a foreign record: neither means that a row was rejected.
                }
                return true;
            });
        }
        return refused;
    }

    private void add(DeadLetter deadLetter) {
        if (deadLetter.stage() == DeadLetter.Stage.SINK && deadLetter.origin() instanceof DeadLetter.FromTopic origin) {
            offsets.computeIfAbsent(
                            new TopicPartition(origin.topic(), origin.partition()), partition -> new TreeSet<>())
                    .add(origin.offset());
        }
    }

    /** The dead letters in a range of a partition; the end is exclusive. */
    OffsetRuns between(TopicPartition partition, long from, long next) {
        var all = offsets.get(partition);
        if (all == null || next <= from) {
            return OffsetRuns.NONE;
        }
        var runs = new OffsetRuns.Builder();
        all.subSet(from, next).forEach(runs::add);
        return runs.build();
    }
}
