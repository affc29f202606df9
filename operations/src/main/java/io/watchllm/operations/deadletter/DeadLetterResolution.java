package io.watchllm.operations.deadletter;

import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.schemas.DeadLetter;
import io.watchllm.schemas.Resolution;
import io.watchllm.schemas.Resolution.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Replays and drops dead letters. The replayed record and the resolution of its dead letter are written in one
 * transaction, and only one replayer is active at a time: a new one fences earlier ones, and only then reads which dead
 * letters are resolved. So a dead letter is replayed once, even if replayers are killed or start at the same time.
 */
public final class DeadLetterResolution implements AutoCloseable {
    /** Shared by all replayers, so that a new one fences the others. */
    static final String TRANSACTIONAL_ID = "watchllm-dead-letters";

    private static final int TRANSACTION_LETTERS_MAX = 200;
    private static final long TRANSACTION_BYTES_MAX = 8 << 20;

    private final Producer<byte @Nullable [], byte @Nullable []> producer;
    private final Replay.Maker replays;
    private final Clock clock;
    private final String by;
    private final ResolutionReport report;
    private final List<Task> pending = new ArrayList<>();
    private long pendingBytes;

    /** A dead letter, and what to send for it; nothing when it is dropped. */
    private record Task(StoredDeadLetter stored, Replay.@Nullable Send send) {
        Outcome outcome() {
            return send == null ? Outcome.DROPPED : Outcome.REPLAYED;
        }
    }

    /**
     * Fences other replayers and waits until their transactions are committed or aborted.
     *
     * @param by who resolves, for the record
     */
    public DeadLetterResolution(KafkaConnection connection, Replay.Maker replays, Clock clock, String by) {
        this.replays = replays;
        this.clock = clock;
        this.by = by;
        this.report = new ResolutionReport();
        producer = connection.transactionalProducer(TRANSACTIONAL_ID);
        try {
            producer.initTransactions();
        } catch (RuntimeException failure) {
            producer.close();
            throw failure;
        }
    }

    /**
     * Sends the record of the dead letter again; one that is resolved already, or that would be rejected, is counted
     * and skipped.
     */
    public void replay(StoredDeadLetter stored) {
        if (stored.resolved()) {
            report.wasResolved();
            return;
        }
        switch (replays.of(stored.deadLetter())) {
            case Replay.Refused(var why) -> report.refused(stored.deadLetter(), why);
            case Replay.Send send -> add(new Task(stored, send));
        }
    }

    /** Resolves the dead letter without sending anything. */
    public void drop(StoredDeadLetter stored) {
        if (stored.resolved()) {
            report.wasResolved();
        } else {
            add(new Task(stored, null));
        }
    }

    /** Commits what is left and returns the report. */
    public ResolutionReport finish() {
        commitPending();
        return report;
    }

    private void add(Task task) {
        pending.add(task);
        pendingBytes += task.stored().bytes();
        if (pending.size() >= TRANSACTION_LETTERS_MAX || pendingBytes >= TRANSACTION_BYTES_MAX) {
            commitPending();
        }
    }

    private void commitPending() {
        var tasks = List.copyOf(pending);
        pending.clear();
        pendingBytes = 0;
        if (tasks.isEmpty()) {
            return;
        }
        var failure = commit(tasks);
        if (failure == null) {
            tasks.forEach(task -> report.resolved(task.stored().deadLetter(), task.outcome()));
        } else if (tasks.size() == 1) {
            report.refused(tasks.getFirst().stored().deadLetter(), failure);
        } else {
            // A record that Kafka rejects must not block the others.
            for (var task : tasks) {
                pending.add(task);
                commitPending();
            }
        }
    }

    /** Runs one transaction; returns why it was aborted, or null when it is committed. */
    private @Nullable String commit(List<Task> tasks) {
        try {
            producer.beginTransaction();
            var sent = tasks.stream().map(this::send).toList();
            producer.flush();
            for (var index = 0; index < tasks.size(); index++) {
                var task = tasks.get(index);
                var resolution = Resolution.of(
                        task.stored().deadLetter(), task.outcome(), clock.instant(), by, places(sent.get(index)));
                var _ = producer.send(resolution.toRecord());
            }
            producer.commitTransaction();
            return null;
        } catch (TimeoutException timeout) {
            throw new IllegalStateException(
                    "Kafka does not say whether the last " + tasks.size()
                            + " dead letters were resolved; run it again: those" + " that were are known",
                    timeout);
        } catch (AuthorizationException refused) {
            throw new IllegalStateException("Kafka does not let us write: " + refused.getMessage(), refused);
        } catch (KafkaException failure) {
            abort(failure);
            return String.valueOf(failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted; what was not committed is as it was", interrupted);
        }
    }

    private void abort(KafkaException failure) {
        try {
            refuseWhenFenced(failure);
            producer.abortTransaction();
        } catch (KafkaException second) {
            refuseWhenFenced(second);
            throw second;
        }
    }

    private static void refuseWhenFenced(KafkaException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
                throw new IllegalStateException(
                        "another replay or drop has begun and takes over; what this one had not committed is as it was",
                        failure);
            }
        }
    }

    private List<Future<RecordMetadata>> send(Task task) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        if (task.send() != null) {
            for (var record : task.send().records()) {
                sent.add(producer.send(record));
            }
        }
        return sent;
    }

    private static String places(List<Future<RecordMetadata>> sent) throws InterruptedException {
        var places = new ArrayList<String>();
        for (var each : sent) {
            try {
                var at = each.get();
                places.add(new DeadLetter.FromTopic(at.topic(), at.partition(), at.offset()).id());
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof KafkaException refused
                        ? refused
                        : new KafkaException("the record was not sent", failure.getCause());
            }
        }
        return places.stream().collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        producer.close(KafkaConnection.TIMEOUT);
    }
}
