package io.watchllm.operations.deadletter;

import io.watchllm.operations.kafka.TopicReader;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Settlement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters up to given ends of their topic. A stage that starts again may write a letter again: such repeats
 * are one letter here. Holds some hundred bytes in memory for each letter, not its contents.
 */
public final class LetterBox {
    private final TopicReader topic;
    private final Map<TopicPartition, Long> ends;
    private final Map<Identity, Settlement> settlements = new HashMap<>();
    private int foreign;

    /** Two letters of one place with the same key and value are the same letter. */
    private record Identity(String origin, String digest) {}

    /** Reads which letters are settled; the letters are read by {@link #read}. */
    public LetterBox(TopicReader topic, Map<TopicPartition, Long> ends) {
        this.topic = topic;
        this.ends = ends;
        topic.read(ends, record -> {
            if (Settlement.isOne(record)) {
                var settlement = Settlement.from(record);
                settlements.putIfAbsent(new Identity(settlement.origin(), settlement.digest()), settlement);
            }
            return true;
        });
    }

    /** Hands each letter to {@code visitor}, oldest first, until it answers false. */
    public void read(Predicate<StoredLetter> visitor) {
        Set<Identity> seen = new HashSet<>();
        foreign = 0;
        topic.read(ends, record -> {
            var letter = letter(record);
            if (letter == null) {
                return true;
            }
            var identity = new Identity(letter.origin().id(), letter.digest());
            return !seen.add(identity) || visitor.test(new StoredLetter(letter, settlements.get(identity)));
        });
    }

    /** Records of the topic that {@link #read} found to be no letters. */
    public int foreign() {
        return foreign;
    }

    private @Nullable DeadLetter letter(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        if (Settlement.isOne(record)) {
            return null;
        }
        try {
            return DeadLetter.from(record);
        } catch (IllegalArgumentException notALetter) {
            // Somebody else's record must not hide the letters behind it; it is counted.
            foreign++;
            return null;
        }
    }
}
