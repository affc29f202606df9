package io.watchllm.operations.audit;

import io.watchllm.operations.audit.core.OffsetRuns;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Which records of the row topics are dead letters: their rows are not to be in a table. */
final class RefusedOffsets {
    private final Map<TopicPartition, TreeSet<Long>> offsets = new HashMap<>();

    /**
     * Reads the dead letters of the sink; the place of each is kept in memory, nothing else.
     *
     * @param deadLetters where the topic of dead letters begins and ends
     */
    static RefusedOffsets read(TopicOffsets topic, Map<TopicPartition, PartitionBounds> deadLetters) {
        var refused = new RefusedOffsets();
        deadLetters.forEach((partition, bounds) -> {
            topic.seek(partition, bounds.first());
            topic.readTo(partition, bounds.end(), record -> {
                try {
                    refused.add(DeadLetter.from(record));
                } catch (IllegalArgumentException notALetter) {
                    // A settlement, or somebody else's record: neither says that a row was refused.
                }
            });
        });
        return refused;
    }

    /** The topic of dead letters. */
    static String topic() {
        return Topics.DEAD_LETTERS.name();
    }

    private void add(DeadLetter deadLetter) {
        if (deadLetter.stage() == DeadLetter.Stage.SINK && deadLetter.origin() instanceof DeadLetter.FromTopic origin) {
            offsets.computeIfAbsent(
                            new TopicPartition(origin.topic(), origin.partition()), partition -> new TreeSet<>())
                    .add(origin.offset());
        }
    }

    /** Those of a stretch of a partition; the last offset is left out. */
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
