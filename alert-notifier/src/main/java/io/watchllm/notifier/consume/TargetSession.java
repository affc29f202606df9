package io.watchllm.notifier.consume;

import io.watchllm.notifier.core.AlertId;
import io.watchllm.notifier.core.DeliveryQueue;
import io.watchllm.notifier.core.DeliveryQueue.Step;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.core.Pending;
import io.watchllm.notifier.core.Pending.Position;
import io.watchllm.notifier.send.UndeliveredAlert;
import io.watchllm.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work of one consumer for one target: each turn reads what fits into the queue and makes at most one attempt to send.
 * No attempt exceeds its timeout and no wait exceeds a second, so the consumer stays in its group however long the
 * target is unavailable.
 */
final class TargetSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TargetSession.class);
    private static final Duration WAIT_MAX = Duration.ofSeconds(1);
    private static final Duration REGISTRY_PAUSE = Duration.ofSeconds(5);

    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final TargetLoop.Parts parts;
    private final AlertDecoder decoder;
    private final NotifierMetrics metrics;
    private final TargetStatus status;
    private final DeliveryQueue queue;
    private final Positions positions;
    /** No record is read before this time, because the registry was unavailable. */
    private Instant readAgain = Instant.MIN;

    TargetSession(
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            TargetLoop.Parts parts,
            AlertDecoder decoder,
            NotifierMetrics metrics,
            TargetStatus status) {
        this.consumer = consumer;
        this.parts = parts;
        this.decoder = decoder;
        this.metrics = metrics;
        this.status = status;
        queue = new DeliveryQueue(parts.policy());
        positions = new Positions(consumer, queue, parts, status);
    }

    void run(BooleanSupplier stopped) throws InterruptedException {
        consumer.subscribe(List.of(Topics.ALERTS.name()), positions);
        while (!stopped.getAsBoolean()) {
            read(waiting(next()));
            if (next() instanceof Step.Send(var message) && !stopped.getAsBoolean()) {
                attempt(message);
            }
            status.queue(queue.size(), queue.failures());
            positions.commitNowAndThen();
            positions.probe();
        }
    }

    @Override
    public void close() {
        positions.close();
    }

    private Step next() {
        var superseded = new ArrayList<Pending>();
        var step = queue.next(parts.clock().instant(), superseded);
        metrics.alerts(NotifierMetrics.Fate.SUPERSEDED, superseded.size());
        return step;
    }

    private Duration waiting(Step step) {
        return switch (step) {
            case Step.Send now -> Duration.ZERO;
            case Step.Idle idle -> WAIT_MAX;
            case Step.Wait(var until) -> {
                var left = Duration.between(parts.clock().instant(), until);
                yield left.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : left.isNegative() ? Duration.ZERO : left;
            }
        };
    }

    private void read(Duration wait) throws InterruptedException {
        if (queue.hasRoom() && !parts.clock().instant().isBefore(readAgain)) {
            consumer.resume(consumer.paused());
        } else {
            // Polls anyway: a consumer that doesn't poll is removed from the group.
            consumer.pause(consumer.assignment());
        }
        var records = consumer.poll(wait);
        if (!records.isEmpty()) {
            take(records);
        }
    }

    private void take(ConsumerRecords<byte @Nullable [], byte @Nullable []> records) throws InterruptedException {
        var away = false;
        for (var partition : records.partitions()) {
            for (var record : records.records(partition)) {
                away = away || !take(record);
                if (away) {
                    consumer.seek(partition, record.offset());
                    break;
                }
            }
        }
    }

    /** False when the registry is unavailable: the record must be read again. */
    private boolean take(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) throws InterruptedException {
        var position = new Position(record.partition(), record.offset());
        try {
            switch (decoder.decode(record.value())) {
                case AlertDecoder.Broken(var why) -> {
                    keepUnreadable(record, why);
                    queue.saw(position);
                }
                case AlertDecoder.Read(var alert) -> {
                    var arrived = Instant.ofEpochMilli(record.timestamp());
                    var value = record.value();
                    switch (parts.target().verdict(alert)) {
                        case TELL ->
                            queue.offer(new Pending(position, alert, arrived, value == null ? new byte[0] : value));
                        case FILTERED -> passOver(position, NotifierMetrics.Fate.FILTERED);
                        case BACKFILL -> passOver(position, NotifierMetrics.Fate.BACKFILL);
                    }
                }
            }
            return true;
        } catch (IOException away) {
            readAgain = parts.clock().instant().plus(REGISTRY_PAUSE);
            status.heldUp(
                    "the Schema Registry gives no schema: " + away.getMessage(),
                    parts.clock().instant());
            log.warn(
                    "registry gives no schema, trying again target={} error={}",
                    parts.target().name(),
                    away.toString());
            return false;
        }
    }

    private void passOver(Position position, NotifierMetrics.Fate fate) {
        queue.saw(position);
        metrics.alerts(fate, 1);
    }

    private void keepUnreadable(ConsumerRecord<byte @Nullable [], byte @Nullable []> record, String why)
            throws InterruptedException {
        var origin = record.topic() + "/" + record.partition() + "/" + record.offset();
        log.warn(
                "record is no alert target={} origin={} error={}",
                parts.target().name(),
                origin,
                why);
        var value = record.value();
        parts.undelivered()
                .keep(List.of(new UndeliveredAlert(
                        parts.target().name(),
                        new AlertId("", origin),
                        parts.clock().instant(),
                        why,
                        origin,
                        value == null ? new byte[0] : value)));
        metrics.alerts(NotifierMetrics.Fate.UNREADABLE, 1);
    }

    /** Gives up a message on which the receiver throws, because it would throw each time; the others continue. */
    private Outcome send(Message message) throws InterruptedException {
        try {
            return parts.receiver().send(message);
        } catch (RuntimeException failure) {
            log.warn(
                    "receiver failed on a message target={} error={}",
                    parts.target().name(),
                    failure.toString(),
                    failure);
            return new Outcome.Refused(
                    "could not be delivered (" + failure.getClass().getSimpleName() + ")");
        }
    }

    private void attempt(Message message) throws InterruptedException {
        var begin = System.nanoTime();
        var outcome = send(message);
        var now = parts.clock().instant();
        var took = Duration.ofNanos(System.nanoTime() - begin);
        switch (outcome) {
            case Outcome.Delivered delivered -> {
                metrics.attempt("delivered", took);
                var done = queue.delivered();
                done.forEach(each -> metrics.delay(Duration.between(each.arrived(), now)));
                metrics.alerts(NotifierMetrics.Fate.DELIVERED, done.size());
                status.delivered(now);
                positions.commit();
            }
            case Outcome.Failed failed -> failed(failed, now, took);
            case Outcome.Refused refused -> failed(refused, now, took);
        }
    }

    private void failed(Outcome outcome, Instant now, Duration took) throws InterruptedException {
        metrics.attempt(outcome instanceof Outcome.Refused ? "refused" : "failed", took);
        var failure = queue.failed(outcome, now, ThreadLocalRandom.current().nextDouble());
        status.failed(failure.why(), now);
        log.warn(
                "target did not take a message target={} failures={} given_up={} error={}",
                parts.target().name(),
                queue.failures(),
                failure.giveUp().size(),
                failure.why());
        if (failure.giveUp().isEmpty()) {
            return;
        }
        parts.undelivered()
                .keep(failure.giveUp().stream()
                        .map(each -> undelivered(each, failure.why(), now))
                        .toList());
        metrics.alerts(NotifierMetrics.Fate.UNDELIVERED, failure.giveUp().size());
        queue.drop(failure, outcome);
        positions.commit();
    }

    private UndeliveredAlert undelivered(Pending alert, String why, Instant now) {
        var position = alert.position();
        var origin = Topics.ALERTS.name() + "/" + position.partition() + "/" + position.offset();
        return new UndeliveredAlert(parts.target().name(), AlertId.of(alert.alert()), now, why, origin, alert.raw());
    }
}
