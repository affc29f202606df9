package io.watchllm.processor;

import io.watchllm.processor.core.PollWait;
import io.watchllm.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Consumer of a stream thread that stops the thread when records were lost. If the next offset is no longer in the log,
 * Kafka Streams would silently apply the reset policy meant for new groups and continue at the start of the log. This
 * consumer throws an exception instead that Kafka Streams does not treat as a reason to reset. Polls wait longer while
 * the input is idle ({@link PollWait}).
 */
final class GuardedConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Set<String> GUARDED = Set.of(Topics.EVENTS.name(), Topics.ALERT_PANES.name());

    private final Clock clock = Clock.systemUTC();
    private final PollWait wait = new PollWait(clock.millis());

    /** Records of an input were deleted before they were read; only an operator can decide to continue without them. */
    static final class RecordsLostException extends KafkaException {
        private static final long serialVersionUID = 1;

        RecordsLostException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    GuardedConsumer(Map<String, Object> config) {
        super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            var records = super.poll(wait.of(timeout, clock.millis()));
            if (!records.isEmpty()) {
                wait.records(clock.millis());
            }
            return records;
        } catch (OffsetOutOfRangeException gone) {
            var positions = new TreeMap<String, String>();
            var starts = starts(gone);
            gone.offsetOutOfRangePartitions().forEach((partition, position) -> {
                if (GUARDED.contains(partition.topic())) {
                    positions.put(
                            partition.toString(),
                            message(partition, position, starts.getOrDefault(partition, -1L), gone));
                }
            });
            if (positions.isEmpty()) {
                throw gone;
            }
            throw new RecordsLostException(String.join(" ", positions.values()), gone);
        }
    }

    private Map<TopicPartition, Long> starts(OffsetOutOfRangeException gone) {
        try {
            return beginningOffsets(gone.offsetOutOfRangePartitions().keySet(), ANSWER_WITHIN);
        } catch (KafkaException unanswered) {
            // The log starts are details: report the loss without them rather than not at all.
            return Map.of();
        }
    }

    private static String message(TopicPartition partition, long position, long start, OffsetOutOfRangeException gone) {
        var where = partition.topic() + "/" + partition.partition();
        if (gone instanceof LogTruncationException || (start >= 0 && start <= position)) {
            return where + ": the log was cut before offset " + position
                    + ", up to which it was read, as by an unclean election.";
        }
        return where + ": records are gone before they were read: the processor would go on at offset " + position
                + ", but the log begins at offset "
                + (start < 0 ? "behind it" : start + "; at most " + (start - position) + " records") + ".";
    }
}
