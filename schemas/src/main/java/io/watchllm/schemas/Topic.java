package io.watchllm.schemas;

import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One topic of the pipeline.
 *
 * @param key meaning of the record key, for documentation
 * @param partitions initial number of partitions, 1 or more
 * @param storage cleanup policy, retention and size limit
 * @param valueSchema schema of the record value; absent where the value is raw bytes
 */
public record Topic(
        String name,
        String key,
        int partitions,
        Storage storage,
        @Nullable Schema valueSchema) {

    /** Retention of topics from which nothing is deleted by age. */
    public static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    /**
     * Maximum ratio of a batch's uncompressed size to its largest compressed size; prompts compress to a third or a
     * fifth.
     */
    private static final int UNPACKED_PER_BYTE = 4;

    public Topic {
        if (partitions < 1) {
            throw new IllegalArgumentException(
                    "topic " + name + " can't have " + partitions + " partitions; expected 1 or more");
        }
    }

    /** What the broker deletes: records by age, or all but the last record of each key. */
    public enum Cleanup {
        DELETE("delete"),
        COMPACT("compact");

        private final String policy;

        Cleanup(String policy) {
            this.policy = policy;
        }

        /** The value of Kafka's {@code cleanup.policy}. */
        public String policy() {
            return policy;
        }
    }

    /**
     * What the broker stores of a topic.
     *
     * @param cleanup what it deletes
     * @param retention how long a record is kept after its arrival, or {@link #FOREVER}
     * @param messageBytesMax largest batch (as compressed by the producer) that it accepts, in bytes
     */
    public record Storage(Cleanup cleanup, Duration retention, int messageBytesMax) {}

    /** What the broker deletes. */
    public Cleanup cleanup() {
        return storage.cleanup();
    }

    /** How long a record is kept, counted from its arrival at the broker; {@link #FOREVER} for compacted topics. */
    public Duration retention() {
        return storage.retention();
    }

    /** The Schema Registry subject of the record value. */
    public String subject() {
        return name + "-value";
    }

    /** The same topic with another number of partitions, 1 or more. */
    public Topic withPartitions(int count) {
        return new Topic(name, key, count, storage, valueSchema);
    }

    /**
     * The settings that the topic is created with, by Kafka's names. The broker sets the timestamps: events may be old
     * recordings, so retention must count from arrival, and the timestamp of a row's record is the row's
     * {@code ingested_at}, the same on every re-read.
     */
    public Map<String, String> config() {
        return Map.of(
                "cleanup.policy",
                cleanup().policy(),
                "retention.ms",
                retention().equals(FOREVER) ? "-1" : Long.toString(retention().toMillis()),
                "max.message.bytes",
                Integer.toString(storage.messageBytesMax()),
                "message.timestamp.type",
                "LogAppendTime");
    }

    /**
     * Settings that only some versions of Kafka know, by Kafka's names. {@code max.message.bytes} limits a batch's
     * compressed size; without a limit of the uncompressed size, a few hundred kilobytes of one character would fill
     * the memory of every reader.
     */
    public Map<String, String> newerConfig() {
        return Map.of(
                "max.decompressed.message.bytes", Long.toString((long) UNPACKED_PER_BYTE * storage.messageBytesMax()));
    }
}
