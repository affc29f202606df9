package io.watchllm.processor;

import io.watchllm.processor.GuardedConsumer.RecordsLostException;
import io.watchllm.processor.RestartingClients.OutcomeUnknownException;
import io.watchllm.runtime.ExitReason;
import io.watchllm.runtime.Health;
import io.watchllm.schemas.registry.SchemasUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of Kafka Streams, from start to terminal state, with the cause if it was not asked to stop. */
final class StreamsRun implements Health {

    private static final Logger log = LoggerFactory.getLogger(StreamsRun.class);

    /** Position of the record at which a node failed, as Kafka Streams prints it. */
    private static final Pattern PLACE = Pattern.compile("topic=[^,\\s]+, partition=\\d+, offset=\\d+");

    private final Duration closeTimeout;
    private final Runnable onReplaced;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile @Nullable KafkaStreams streams;
    private volatile boolean closeTimedOut;

    /**
     * Creates a run that is not started yet.
     *
     * @param onReplaced called for each thread that is replaced
     */
    StreamsRun(Duration closeTimeout, Runnable onReplaced) {
        this.closeTimeout = closeTimeout;
        this.onReplaced = onReplaced;
    }

    void start(Topology topology, StreamsConfig config, KafkaClientSupplier clients) {
        var started = new KafkaStreams(topology, config, clients);
        streams = started;
        started.setUncaughtExceptionHandler(this::failed);
        started.setStateListener((now, before) -> {
            log.info("processor state from={} to={}", before, now);
            if (now == State.ERROR || now == State.NOT_RUNNING) {
                ended.countDown();
            }
        });
        started.start();
    }

    /** Waits for the terminal state. */
    ExitReason await() throws InterruptedException {
        ended.await();
        var cause = failure.get();
        if (cause != null) {
            return new ExitReason.Failed(message(cause), cause);
        }
        if (closeTimedOut) {
            return new ExitReason.Failed(
                    "The processor did not stop within %d s; nothing is lost, what was under way is done again at the next start. A longer WATCHLLM_PROCESSOR_CLOSE_TIMEOUT gives it more time."
                            .formatted(closeTimeout.toSeconds()),
                    null);
        }
        return new ExitReason.Stopped();
    }

    /** Stops within the close timeout; unfinished work is reprocessed by the next instance. */
    void close() {
        var running = streams;
        if (running == null) {
            ended.countDown();
            return;
        }
        // Leaving the group lets other members take over at once instead of after the session timeout.
        var options = CloseOptions.timeout(closeTimeout)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!running.close(options)) {
            closeTimedOut = true;
            log.warn("processor did not stop in time close_timeout_ms={}", closeTimeout.toMillis());
        }
        ended.countDown();
    }

    /** Live: at least one stream thread can still work. */
    @Override
    public Status live() {
        var running = streams;
        if (running == null) {
            return Status.UP;
        }
        return running.state().hasCompletedShutdown() ? Status.down("Kafka Streams is " + running.state()) : Status.UP;
    }

    /** Ready: all of its partitions are being processed. */
    @Override
    public Status ready() {
        var running = streams;
        if (running == null) {
            return Status.down("not started");
        }
        return running.state() == State.RUNNING ? Status.UP : Status.down("Kafka Streams is " + running.state());
    }

    private StreamThreadExceptionResponse failed(Throwable cause) {
        for (var each = cause; each != null; each = each.getCause()) {
            if (each instanceof OutcomeUnknownException) {
                log.warn(
                        "nobody knows what became of a transaction, a new thread asks and goes on error={} cause={}",
                        each.getMessage(),
                        String.valueOf(each.getCause()));
                onReplaced.run();
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
        }
        // Only the first failure is the cause; failures of other threads follow from it.
        if (failure.compareAndSet(null, cause)) {
            log.error("processor can't go on error={}", message(cause));
            log.debug("where it came from", cause);
            Thread.ofPlatform().daemon().name("processor-end").start(this::endWithinBound);
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /**
     * Ends the process even if a stream thread never shuts down, for example one that flushes a producer whose commit
     * timed out. Otherwise nothing would restart the process.
     */
    private void endWithinBound() {
        try {
            if (!ended.await(closeTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("processor did not shut down in time close_timeout_ms={}", closeTimeout.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
    }

    private static String message(Throwable cause) {
        var root = cause;
        var place = "";
        for (var each = cause; each != null; each = each.getCause()) {
            if (each instanceof SchemasUnavailableException) {
                return String.valueOf(each.getMessage());
            }
            if (each instanceof RecordsLostException) {
                return "The processor can't go on: " + each.getMessage();
            }
            if (each instanceof RecordTooLargeException) {
                return "The processor can't go on: a topic did not take a record that it took at the start ("
                        + each.getMessage()
                        + "). Was its max.message.bytes changed? The next start names it. Nothing is lost; it goes on from there.";
            }
            root = each;
            var found = PLACE.matcher(String.valueOf(each.getMessage()));
            place = place.isEmpty() && found.find() ? " at " + found.group() : place;
        }
        return "The processor can't go on%s: %s. Nothing is lost; it goes on from there at the next start. If it stops at the same record again, see \"A partition stands still\" in docs/operators/operations.md."
                .formatted(place, root);
    }
}
