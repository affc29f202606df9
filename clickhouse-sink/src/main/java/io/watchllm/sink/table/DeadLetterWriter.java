package io.watchllm.sink.table;

import io.watchllm.runtime.ProgramVersion;
import io.watchllm.schemas.DeadLetter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends bad records to the dead-letter topic. A dead letter that is sent twice has the same key. Thread-safe. */
public final class DeadLetterWriter implements DeadLetters {
    private final Producer<byte[], byte @Nullable []> producer;
    private final Clock clock;

    /**
     * @param producer its acks must be all, since offsets are committed only because of the acknowledgement
     * @param clock clock for the time of a dead letter
     */
    public DeadLetterWriter(Producer<byte[], byte @Nullable []> producer, Clock clock) {
        this.producer = producer;
        this.clock = clock;
    }

    @Override
    public void deliver(List<RejectedRecord> deadLetters) throws InterruptedException {
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (var deadLetter : deadLetters) {
                sent.add(producer.send(deadLetterOf(deadLetter).toRecord()));
            }
            producer.flush();
            for (var each : sent) {
                each.get();
            }
        } catch (KafkaException | ExecutionException failure) {
            throw new KafkaException("dead letters could not be written: " + failure.getMessage(), failure);
        }
    }

    private DeadLetter deadLetterOf(RejectedRecord deadLetter) {
        var fault = deadLetter.fault();
        var error = fault.field().isEmpty() ? fault.message() : "field " + fault.field() + ": " + fault.message();
        var detail = new DeadLetter.Detail(deadLetter.errorClass(), fault.field(), ProgramVersion.TEXT);
        return DeadLetter.of(
                deadLetter.record(),
                new DeadLetter.Refusal(DeadLetter.Stage.SINK, fault.reason(), error, clock.instant(), detail));
    }
}
