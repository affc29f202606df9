package io.watchllm.operations.deadletter;

import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Resolution;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the dead letters up to given ends of their topic. A stage that is restarted may write a dead letter again: such
 * repeats count as one. Holds some hundred bytes in memory for each dead letter, not its contents.
 */
public final class DeadLetterReader {
    private final TopicReader topic;
    private final Map<TopicPartition, Long> ends;
    private final Map<Identity, Resolution> resolutions = new HashMap<>();
    private int foreign;

    /** Two dead letters of one origin with the same key and value are the same dead letter. */
    private record Identity(String origin, String digest) {}

    /** Reads which dead letters are resolved; {@link #read} reads the dead letters. */
    public DeadLetterReader(TopicReader topic, Map<TopicPartition, Long> ends) {
        this.topic = topic;
        this.ends = ends;
        topic.read(ends, record -> {
            if (Resolution.isOne(record)) {
                var resolution = Resolution.from(record);
                resolutions.putIfAbsent(new Identity(resolution.origin(), resolution.digest()), resolution);
            }
            return true;
        });
    }

    /** Passes each dead letter to {@code visitor}, oldest first, until it returns false. */
    public void read(Predicate<StoredDeadLetter> visitor) {
        Set<Identity> seen = new HashSet<>();
        foreign = 0;
        topic.read(ends, record -> {
            var deadLetter = deadLetter(record);
            if (deadLetter == null) {
                return true;
            }
            var identity = new Identity(deadLetter.origin().id(), deadLetter.digest());
            return !seen.add(identity) || visitor.test(new StoredDeadLetter(deadLetter, resolutions.get(identity)));
        });
    }

    /** Records of the topic that {@link #read} found not to be dead letters. */
    public int foreign() {
        return foreign;
    }

    private @Nullable DeadLetter deadLetter(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        if (Resolution.isOne(record)) {
            return null;
        }
        try {
            return DeadLetter.from(record);
        } catch (IllegalArgumentException notALetter) {
            // A foreign record must not hide the dead letters after it; it is counted.
            foreign++;
            return null;
        }
    }
}
