package io.watchllm.notifier.consume;

import io.watchllm.notifier.core.DeliveryPolicy;
import io.watchllm.notifier.core.Message;
import io.watchllm.notifier.core.Outcome;
import io.watchllm.notifier.core.Target;
import io.watchllm.notifier.send.UndeliveredAlert;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends notifications to one target until it is stopped. When Kafka fails it restarts after a pause from the committed
 * offsets: some messages are then repeated, none is lost.
 */
public final class TargetLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TargetLoop.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Parts parts;
    private final AlertDecoder decoder;
    private final NotifierMetrics metrics;
    private final TargetStatus status;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<?, ?> consumer;

    /**
     * What a loop depends on.
     *
     * @param target receiver of the notifications
     * @param policy settings of the queue
     * @param receiver sends messages to the target
     * @param undelivered stores alerts that could not be delivered
     * @param consumers creates a consumer in the target's group
     * @param clock the time
     */
    public record Parts(
            Target target,
            DeliveryPolicy policy,
            Receiver receiver,
            Undelivered undelivered,
            Supplier<Consumer<byte @Nullable [], byte @Nullable []>> consumers,
            InstantSource clock) {}

    /** Sends messages to one target, as {@link io.watchllm.notifier.send.HttpReceiver} does. */
    @FunctionalInterface
    public interface Receiver {
        /** Sends the message once, and returns within the target's timeout. */
        Outcome send(Message message) throws InterruptedException;
    }

    /** Stores alerts that could not be delivered, as {@link io.watchllm.notifier.send.UndeliveredTopic} does. */
    @FunctionalInterface
    public interface Undelivered {
        /** Stores the alerts, and returns when they are safe. */
        void keep(List<UndeliveredAlert> alerts) throws InterruptedException;
    }

    public TargetLoop(Parts parts, AlertDecoder decoder, NotifierMetrics metrics, TargetStatus status) {
        this.parts = parts;
        this.decoder = decoder;
        this.metrics = metrics;
        this.status = status;
    }

    @Override
    public void run() {
        try {
            while (!stopped()) {
                runOnce();
            }
        } catch (InterruptedException ended) {
            log.debug("loop interrupted target={}", parts.target().name());
        } finally {
            status.ended();
        }
    }

    /** Requests a stop after the current message; call from any thread. */
    public void stop() {
        stopping.countDown();
        var reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }

    private void runOnce() throws InterruptedException {
        try (var session = open()) {
            session.run(this::stopped);
        } catch (WakeupException woken) {
            log.debug("loop woken target={}", parts.target().name());
        } catch (InterruptException interrupted) {
            // The client set the interrupt flag again; it must not affect what is closed after this.
            throw new InterruptedException();
        } catch (RuntimeException failure) {
            status.heldUp(failure.toString(), parts.clock().instant());
            log.warn(
                    "loop failed, begins anew target={} pause_ms={} error={}",
                    parts.target().name(),
                    AGAIN.toMillis(),
                    failure.toString());
            log.debug("where it came from", failure);
            var _ = stopping.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            consumer = null;
        }
    }

    private TargetSession open() {
        var opened = parts.consumers().get();
        consumer = opened;
        return new TargetSession(opened, parts, decoder, metrics, status);
    }
}
