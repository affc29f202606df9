package io.watchllm.producer;

import io.watchllm.events.Event;
import io.watchllm.schemas.EventKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events to Kafka: in order within a run, each once, acknowledged by all in-sync replicas, with bounded
 * memory. Thread-safe; one publisher per process is enough.
 *
 * <p>{@snippet file="io/watchllm/producer/PublishExample.java" region="publish"}
 *
 * <p>{@link #publish} never throws: failures are in the future, as a {@link PublishException}, and in
 * {@link #counts()}. Callbacks of the future run on Kafka's own thread; use the {@code …Async} methods for callbacks
 * that may block.
 */
public final class EventPublisher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    /** How long close waits for the sender thread to end after interrupting it. */
    private static final Duration INTERRUPT_LIMIT = Duration.ofSeconds(1);

    private final EventPublisherBuilder.Choices choices;
    private final EventEncoding encoding;
    private final Producer<byte[], byte[]> producer;
    private final BufferMemory memory;
    private final LinkedBlockingQueue<Pending> handOver = new LinkedBlockingQueue<>();
    private final Set<Pending> outstanding = ConcurrentHashMap.newKeySet();
    private final Thread sender;
    private final CompletableFuture<CloseReport> closed = new CompletableFuture<>();
    private final AtomicInteger leftAtClose = new AtomicInteger();
    private final LongAdder published = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder sampledOut = new LongAdder();
    private boolean closeBegan;

    /** State of the sender thread. */
    private boolean topicKnown;

    private volatile boolean ended;

    EventPublisher(EventPublisherBuilder.Choices choices, EventEncoding encoding, Producer<byte[], byte[]> producer) {
        this.choices = choices;
        this.encoding = encoding;
        this.producer = producer;
        memory = new BufferMemory(choices.maxUnacknowledgedBytes());
        sender = new Thread(this::handOverAll, "watchllm-publisher");
        // An application that exits without closing must not hang; Kafka's own thread is a daemon too.
        sender.setDaemon(true);
        sender.start();
    }

    /**
     * A builder with the defaults: all runs, 32 MiB of unacknowledged events, up to 5 s of waiting when that is full.
     */
    public static EventPublisherBuilder builder() {
        return new EventPublisherBuilder();
    }

    /**
     * Publishes the event. Waits for nothing but buffer memory, as {@link WhenFull} says: the publisher's own thread
     * talks to Kafka and to the Schema Registry.
     *
     * @return completes with the receipt; or fails with {@link PublishException.Invalid} (fix the event),
     *     {@link PublishException.Full} (try later), {@link PublishException.NotAcknowledged} (Kafka or the registry
     *     rejected it or was unreachable; the cause says why) or {@link PublishException.Closed}
     */
    public CompletableFuture<PublishReceipt> publish(Event event) {
        published.increment();
        try {
            EventChecks.check(event);
            var key = EventKey.of(event);
            if (!choices.sampling().keeps(key)) {
                sampledOut.increment();
                return CompletableFuture.completedFuture(new PublishReceipt.SampledOut(event.getRunId()));
            }
            return enqueue(key.getBytes(StandardCharsets.UTF_8), encoding.encode(event));
        } catch (PublishException failure) {
            return failed(failure);
        } catch (RuntimeException failure) {
            // An application must never fail because of a bug in its telemetry.
            return failed(new PublishException.Invalid("the event can't be published: " + failure, failure));
        }
    }

    private CompletableFuture<PublishReceipt> failed(PublishException failure) {
        failed.increment();
        return CompletableFuture.failedFuture(failure);
    }

    /** Counts of this publisher so far. */
    public PublishCounts counts() {
        return new PublishCounts(published.sum(), acknowledged.sum(), failed.sum(), sampledOut.sum());
    }

    /** Bytes of keys and values that are published but not yet acknowledged. */
    public long unacknowledgedBytes() {
        return memory.taken();
    }

    /**
     * Accepts no more events, and waits until pending ones are sent, up to the limit; then gives up the rest, whose
     * futures fail with {@link PublishException.Closed}. A second call returns the report of the first.
     */
    public CloseReport close(Duration limit) {
        if (!beginClose()) {
            return closed.join();
        }
        long deadline = System.nanoTime() + limit.toNanos();
        memory.close();
        handOver.add(Pending.END);
        endSender(deadline);
        try {
            producer.close(left(deadline));
        } catch (RuntimeException failure) {
            // Unacknowledged events are completed below in any case; the report and the futures show them.
            log.warn("producer did not close cleanly error={}", failure.toString());
        }
        ended = true;
        outstanding.forEach(this::giveUp);
        encoding.close();
        closed.complete(new CloseReport(leftAtClose.get()));
        return closed.join();
    }

    /** {@link #close(Duration)} with the builder's {@code closeTimeout}; unacknowledged events are logged. */
    @Override
    public void close() {
        var report = close(choices.closeTimeout());
        if (!report.complete()) {
            log.warn("publisher closed before all events were acknowledged unacknowledged={}", report.unacknowledged());
        }
    }

    private synchronized boolean beginClose() {
        boolean first = !closeBegan;
        closeBegan = true;
        return first;
    }

    private synchronized boolean closing() {
        return closeBegan;
    }

    private CompletableFuture<PublishReceipt> enqueue(byte[] key, byte[] value) {
        long bytes = (long) key.length + value.length;
        var answer = reserve(bytes);
        if (answer == BufferMemory.Answer.CLOSED) {
            throw new PublishException.Closed("the publisher is closed");
        }
        if (answer == BufferMemory.Answer.FULL) {
            throw new PublishException.Full(
                    "%d of %d bytes are unacknowledged, no room for %d more; is Kafka reachable? Publish slower, raise maxUnacknowledgedBytes, or choose another whenFull than %s"
                            .formatted(memory.taken(), choices.maxUnacknowledgedBytes(), bytes, choices.whenFull()));
        }
        var pending = new Pending(
                new ProducerRecord<>(choices.topic(), key, value),
                bytes,
                System.nanoTime() + choices.deliveryTimeout().toNanos());
        outstanding.add(pending);
        handOver.add(pending);
        if (ended) {
            giveUp(pending);
        }
        return pending.future();
    }

    private BufferMemory.Answer reserve(long bytes) {
        try {
            return memory.take(bytes, choices.whenFull());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PublishException.NotAcknowledged("interrupted while waiting for room", interrupted);
        }
    }

    private void handOverAll() {
        try {
            for (var next = handOver.take(); next != Pending.END; next = handOver.take()) {
                handOver(next);
            }
        } catch (InterruptedException interrupted) {
            log.debug("publisher thread ends, close has given up what it still had");
        }
    }

    private void handOver(Pending pending) throws InterruptedException {
        try {
            if (!topicKnown) {
                // Before the registry is asked: a misspelt topic must not register a schema.
                topicKnown = producer.partitionsFor(choices.topic()) != null;
            }
            encoding.complete(pending.record().value(), pending.deadline());
            // The callback has the same result as the future.
            var unused = producer.send(pending.record(), (metadata, failure) -> complete(pending, metadata, failure));
        } catch (InterruptException interrupted) {
            complete(pending, null, interrupted);
            throw new InterruptedException();
        } catch (RuntimeException failure) {
            complete(pending, null, failure);
        }
    }

    private void complete(Pending pending, @Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (!outstanding.remove(pending)) {
            return;
        }
        if (failure == null && metadata != null) {
            acknowledged.increment();
            memory.release(pending.bytes());
            pending.future()
                    .complete(new PublishReceipt.Stored(metadata.topic(), metadata.partition(), metadata.offset()));
            return;
        }
        failed.increment();
        if (closing()) {
            leftAtClose.incrementAndGet();
        }
        memory.release(pending.bytes());
        pending.future().completeExceptionally(asPublishException(failure));
    }

    private void giveUp(Pending pending) {
        complete(pending, null, new KafkaException("the publisher was closed"));
    }

    private PublishException asPublishException(@Nullable Exception failure) {
        // Kafka reports "closed forcefully" with the bare base class; every other failure has its own class.
        boolean cutOff =
                failure == null || failure.getClass() == KafkaException.class || failure instanceof InterruptException;
        if (cutOff && closing()) {
            return new PublishException.Closed(
                    "the publisher was closed before the event was acknowledged; whether Kafka has it is not known");
        }
        if (failure instanceof PublishException published) {
            return published;
        }
        var cause = failure == null ? new IllegalStateException("no reason given") : failure;
        return new PublishException.NotAcknowledged(
                "Kafka did not acknowledge the event: " + cause.getMessage(), cause);
    }

    private void endSender(long deadline) {
        try {
            if (!joined(left(deadline))) {
                sender.interrupt();
                boolean gone = joined(INTERRUPT_LIMIT);
                log.debug("publisher thread interrupted gone={}", gone);
            }
        } catch (InterruptedException interrupted) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private boolean joined(Duration limit) throws InterruptedException {
        // Thread.join(0) would wait forever.
        sender.join(Math.max(1, limit.toMillis()));
        return !sender.isAlive();
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
