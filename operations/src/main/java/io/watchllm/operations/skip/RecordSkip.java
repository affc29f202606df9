package io.watchllm.operations.skip;

import io.watchllm.operations.kafka.KafkaConnection;
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
 * Sets the processors past one record, and puts it to the dead letters. Only while no processor runs, and only the
 * record that they would read next: skipping one behind it would lose those before it. Letter and offset are one
 * transaction, and it is committed only when nobody has joined the group meanwhile: whoever joins later waits for it
 * before it is told where to begin.
 */
public final class RecordSkip {
    /** One for all, so that of two who skip at once the first is ended. */
    private static final String TRANSACTIONAL_ID = "watchllm-processor-skip";

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConnection kafka;
    private final String group;
    private final Clock clock;

    /**
     * Skips for one group.
     *
     * @param group application id of the processors
     */
    public RecordSkip(KafkaConnection kafka, String group, Clock clock) {
        this.kafka = kafka;
        this.group = group;
        this.clock = clock;
    }

    /**
     * What is to be skipped.
     *
     * @param record where it lies
     * @param read how much of it may be looked at
     */
    public record Request(FromTopic record, Read read) {}

    /** How much of the record may be looked at; what can't be unpacked must not be touched at all. */
    public enum Read {
        /** Nothing. */
        NOTHING,
        /** Its key, which says the project. */
        KEY,
        /** All of it, so that it can be replayed; as it is, whatever the privacy rules say. */
        ALL
    }

    /**
     * What is done, or would be.
     *
     * @param deadLetter the dead letter
     * @param committed where the group stands
     * @param next where it begins then
     */
    public record Plan(DeadLetter deadLetter, long committed, OffsetAndMetadata next) {}

    /**
     * Says what would be done, and changes nothing.
     *
     * @throws IllegalStateException when the record may not be skipped; says why
     */
    public Plan plan(Request request) {
        var from = request.record();
        var partition = new TopicPartition(from.topic(), from.partition());
        try (var admin = kafka.admin()) {
            var position = new GroupPosition(admin, group);
            requireEmpty(position);
            var committed = position.committed(partition);
            var record = request.read() == Read.NOTHING ? null : first(partition, committed.offset());
            var stands = record == null ? committed.offset() : record.offset();
            if (stands != from.offset()) {
                throw new IllegalStateException(
                        "group %s reads offset %d of %s/%d next, not %d; only the record that it reads next can be skipped"
                                .formatted(group, stands, from.topic(), from.partition(), from.offset()));
            }
            // What Kafka Streams noted with the offset, the time of the partition, stays.
            var next = new OffsetAndMetadata(from.offset() + 1, committed.metadata());
            return new Plan(deadLetter(from, record, request.read()), committed.offset(), next);
        }
    }

    /**
     * Does what {@link #plan} says. Done again after a crash it does what is left: nothing, or all of it.
     *
     * @throws IllegalStateException when the record may not be skipped, a processor has begun meanwhile, or Kafka does
     *     not take it; says why, and nothing is changed
     */
    public Plan skip(Request request) {
        try (var producer = kafka.transactionalProducer(TRANSACTIONAL_ID);
                var beside = kafka.consumerBeside(group);
                var admin = kafka.admin()) {
            // Ends whoever else is at it, so what the plan finds is committed.
            producer.initTransactions();
            var plan = plan(request);
            var from = request.record();
            try {
                producer.beginTransaction();
                var _ = producer.send(plan.deadLetter().toRecord());
                producer.sendOffsetsToTransaction(
                        Map.of(new TopicPartition(from.topic(), from.partition()), plan.next()),
                        beside.groupMetadata());
                requireEmpty(new GroupPosition(admin, group));
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
            // Fenced by another, or out of reach: the broker ends the transaction by itself.
            return;
        }
    }

    private void requireEmpty(GroupPosition position) {
        var members = position.members();
        if (members > 0) {
            throw new IllegalStateException(
                    "group %s has %d members; stop every processor first, a record can be skipped only while none runs"
                            .formatted(group, members));
        }
    }

    /** The record that the group reads next: markers of transactions, and what was aborted, are passed over. */
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
