package io.watchllm.cli.send;

import io.watchllm.events.Event;
import io.watchllm.operations.input.InputEvent;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.producer.EventPublisher;
import io.watchllm.producer.WhenFull;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.DeadLetter.FromInput;
import io.watchllm.schemas.DeadLetter.Refusal;
import io.watchllm.schemas.DeadLetter.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what was read from an input: events to their topic, and what is no event to the dead letters as it stands, so
 * that nothing of an input is lost. Used by one thread.
 */
public final class EventSender implements AutoCloseable {
    /** The closed word for input that is no event. */
    public static final String REASON = "not_an_event";

    private static final int FAILURES_MAX = 20;
    private static final Duration ROOM_WAIT_MAX = Duration.ofMinutes(2);
    private static final Duration FLUSH_MAX = Duration.ofMinutes(2);

    private final EventPublisher publisher;
    private final Producer<byte @Nullable [], byte @Nullable []> deadLetters;
    private final Clock clock;
    private final UnaryOperator<InputEvent.Bad> privacy;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();
    private long bad;

    public EventSender(KafkaConnection connection, Clock clock) {
        this(connection, clock, UnaryOperator.identity());
    }

    /**
     * A sender.
     *
     * @param privacy takes out of input that is set aside what must not be kept
     */
    public EventSender(KafkaConnection connection, Clock clock, UnaryOperator<InputEvent.Bad> privacy) {
        publisher = publisher(connection.settings());
        deadLetters = connection.producer();
        this.clock = clock;
        this.privacy = privacy;
    }

    /**
     * Sends the event.
     *
     * @throws IllegalStateException when so many failed that going on makes no sense
     */
    public void send(Event event) {
        if (failed.get() >= FAILURES_MAX) {
            throw new IllegalStateException(
                    "gave up after " + failed.get() + " events failed; the first: " + firstFailure.get());
        }
        var _ = publisher.publish(event).handle((receipt, failure) -> {
            if (failure == null) {
                acknowledged.incrementAndGet();
            } else {
                countFailure(failure);
            }
            return receipt;
        });
    }

    /** Lays a piece of input that is no event into the dead letters. */
    public void setAside(String source, InputEvent.Bad found) {
        bad++;
        var input = privacy.apply(found);
        var refusal = new Refusal(Stage.PRODUCER, REASON, input.problem(), clock.instant());
        var deadLetter = new DeadLetter(null, input.raw(), List.of(), new FromInput(source, input.line()), refusal);
        var _ = deadLetters.send(deadLetter.toRecord(), (metadata, failure) -> {
            if (failure != null) {
                countFailure(failure);
            }
        });
    }

    /** Events that Kafka has acknowledged up to now. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Waits until Kafka has answered for everything, within a bound; says what became of it. */
    public Report finish() {
        deadLetters.flush();
        var left = publisher.close(FLUSH_MAX).unacknowledged();
        deadLetters.close(FLUSH_MAX);
        var failures = Math.max(failed.get(), left);
        return new Report(acknowledged.get(), bad, failures, firstFailure.get());
    }

    /** A publisher that waits for room rather than refuse: files are read as fast as Kafka takes them. */
    private static EventPublisher publisher(KafkaSettings settings) {
        return EventPublisher.builder()
                .bootstrap(settings.bootstrap())
                .schemaRegistry(settings.registryUrl().toString())
                .properties(settings.clientProperties())
                .whenFull(WhenFull.waitUpTo(ROOM_WAIT_MAX))
                .build();
    }

    @Override
    public void close() {
        publisher.close();
        deadLetters.close(Duration.ZERO);
    }

    private void countFailure(Throwable failure) {
        failed.incrementAndGet();
        firstFailure.compareAndSet(null, String.valueOf(failure.getMessage()));
    }

    /**
     * What became of an input.
     *
     * @param sent events that Kafka acknowledged
     * @param bad pieces of input that are no events; they are in the dead letters
     * @param failed events that Kafka did not acknowledge
     * @param firstFailure why the first of those failed, if any did
     */
    public record Report(
            long sent, long bad, long failed, @Nullable String firstFailure) {
        /** Everything that was read, whatever became of it. */
        public long read() {
            return sent + bad + failed;
        }
    }
}
