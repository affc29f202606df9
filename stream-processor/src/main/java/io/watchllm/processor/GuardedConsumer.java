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
import org.jspecify.annotations.Nullable;

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

    /** An input no longer has what was to be read next; only an operator can decide how to continue. */
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
        var where = partition.topic() + "/" + partition.partition() + ": ";
        if (gone instanceof LogTruncationException cut) {
            var back = cut.divergentOffsets().get(partition);
            return where + cut(position, back == null ? null : back.offset(), options(partition));
        }
        if (start >= 0 && start <= position) {
            return where + cut(position, null, options(partition));
        }
        return where + "records are gone before they were read: the processor would go on at offset " + position
                + ", but the log begins at offset "
                + (start < 0 ? "behind it" : start + "; at most " + (start - position) + " records")
                + ". Restore what is missing if you can; else go on without it: watchllm processor accept-loss"
                + options(partition) + " (docs/operators/operations.md, \"Records that are gone\").";
    }

    private static String cut(long position, @Nullable Long back, String options) {
        return "the log was cut "
                + (back == null
                        ? "before offset " + position + ", up to which it was read"
                        : "back to offset " + back + ": at most " + (position - back)
                                + " records that were read, up to offset " + position + ", are no longer in it")
                + ". Read it from there with: watchllm processor rewind" + options
                + " (docs/operators/operations.md, \"A log that was cut\").";
    }

    /** Options by which the commands know the partition. */
    private static String options(TopicPartition partition) {
        return (partition.topic().equals(Topics.EVENTS.name()) ? "" : " --topic " + partition.topic()) + " --partition "
                + partition.partition();
    }
}
