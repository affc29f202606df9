package io.watchllm.operations.offsets;

import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.DeadLetter.Detail;
import io.watchllm.schemas.DeadLetter.FromTopic;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Moves the processors past one record, and writes it to the dead letters. Only while no processor runs, and only for
 * the record that they would read next: skipping a later one would lose those before it. Dead letter and offset are
 * written in one transaction, which is committed only when nobody has joined the group meanwhile: whoever joins later
 * waits for the transaction before learning where to begin.
 *
 * @param group application id of the processors
 */
public record RecordSkip(KafkaConnection kafka, String group, Clock clock) {
    /** Shared by all, so that of two concurrent skips the first is fenced. */
    private static final String TRANSACTIONAL_ID = "watchllm-processor-skip";

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Record to skip.
     *
     * @param record its position
     * @param read how much of it may be read
     */
    public record Request(FromTopic record, Read read) {}

    /** How much of the record may be read; one that can't be decompressed must not be read at all. */
    public enum Read {
        /** Nothing. */
        NOTHING,
        /** Its key, which names the project. */
        KEY,
        /** All of it, so that it can be replayed; stored unchanged, whatever the privacy rules say. */
        ALL
    }

    /**
     * Plan of a skip.
     *
     * @param deadLetter the dead letter
     * @param committed the group's current offset
     * @param next the offset at which it begins afterwards
     */
    public record Plan(DeadLetter deadLetter, long committed, OffsetAndMetadata next) {}

    /**
     * Plans the skip without changing anything.
     *
     * @throws IllegalStateException when the record may not be skipped; the message says why
     */
    public Plan plan(Request request) {
        var from = request.record();
        var partition = new TopicPartition(from.topic(), from.partition());
        try (var admin = kafka.admin()) {
            var position = new GroupPosition(new KafkaState(admin), group);
            position.requireEmpty();
            var committed = position.committed(partition);
            var record = request.read() == Read.NOTHING ? null : first(partition, committed.offset());
            var stands = record == null ? committed.offset() : record.offset();
            if (stands != from.offset()) {
                throw new IllegalStateException(
                        "group %s reads offset %d of %s/%d next, not %d; only the record that it reads next can be skipped"
                                .formatted(group, stands, from.topic(), from.partition(), from.offset()));
            }
            // Keep the partition time, which Kafka Streams stored with the offset.
            var next = new OffsetAndMetadata(from.offset() + 1, committed.metadata());
            return new Plan(deadLetter(from, record, request.read()), committed.offset(), next);
        }
    }

    /**
     * Carries out the {@link #plan}. Repeated after a crash, it does what is left: nothing, or all of it.
     *
     * @throws IllegalStateException when the record may not be skipped, a processor has begun meanwhile, or Kafka
     *     rejects it; the message says why, and nothing is changed
     */
    public Plan skip(Request request) {
        try (var producer = kafka.transactionalProducer(TRANSACTIONAL_ID);
                var beside = kafka.consumerBeside(group);
                var admin = kafka.admin()) {
            // Fences concurrent skips, so that everything the plan reads is committed.
            producer.initTransactions();
            var plan = plan(request);
            var from = request.record();
            try {
                producer.beginTransaction();
                var _ = producer.send(plan.deadLetter().toRecord());
                producer.sendOffsetsToTransaction(
                        Map.of(new TopicPartition(from.topic(), from.partition()), plan.next()),
                        beside.groupMetadata());
                new GroupPosition(new KafkaState(admin), group).requireEmpty();
                producer.commitTransaction();
            } catch (IllegalStateException joined) {
                producer.abortTransaction();
                throw joined;
            } catch (KafkaException failure) {
                abort(producer);
                throw new IllegalStateException("Kafka did not take it; nothing was skipped", failure);
            }
            return plan;
        }
    }

    private static void abort(Producer<?, ?> producer) {
        try {
            producer.abortTransaction();
        } catch (KafkaException gone) {
            // Fenced, or Kafka is unreachable: the broker aborts the transaction by itself.
            return;
        }
    }

    /** The record that the group reads next; transaction markers and aborted records are skipped. */
    private ConsumerRecord<byte @Nullable [], byte @Nullable []> first(TopicPartition partition, long offset) {
        try (var consumer = kafka.consumerBeside(group)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            var end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var silentSince = System.nanoTime();
            while (consumer.position(partition) < end
                    && System.nanoTime() - silentSince < KafkaConnection.TIMEOUT.toNanos()) {
                for (var record : consumer.poll(POLL)) {
                    return record;
                }
            }
            throw new IllegalStateException(
                    consumer.position(partition) < end
                            ? "the record at or behind offset %d of %s can't be read; --unread skips it without a look"
                                    .formatted(offset, partition)
                            : "group %s has nothing left to read in %s: it stands at offset %d, the end"
                                    .formatted(group, partition, offset));
        }
    }

    private DeadLetter deadLetter(
            FromTopic from, @Nullable ConsumerRecord<byte @Nullable [], byte @Nullable []> record, Read read) {
        var refusal = new Refusal(
                Stage.PROCESSOR,
                Refusal.SKIPPED,
                "skipped by an operator: the processor could not get past it",
                clock.instant(),
                Detail.NONE);
        if (record == null) {
            return new DeadLetter(null, null, List.of(), from, refusal);
        }
        return read == Read.ALL
                ? new DeadLetter(
                        record.key(),
                        record.value(),
                        Arrays.asList(record.headers().toArray()),
                        from,
                        refusal)
                : new DeadLetter(record.key(), null, List.of(), from, refusal);
    }
}
