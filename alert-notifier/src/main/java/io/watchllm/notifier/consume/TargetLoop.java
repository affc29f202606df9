package io.watchllm.notifier.consume;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private final LoopParts parts;
    private final AlertDecoder decoder;
    private final NotifierMetrics metrics;
    private final TargetStatus status;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<?, ?> consumer;

    public TargetLoop(LoopParts parts, AlertDecoder decoder, NotifierMetrics metrics, TargetStatus status) {
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
            log.debug("loop interrupted target={}", parts.name());
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
            log.debug("loop woken target={}", parts.name());
        } catch (InterruptException interrupted) {
            // The client set the interrupt flag again; it must not affect what is closed after this.
            throw new InterruptedException();
        } catch (RuntimeException failure) {
            status.heldUp(failure.toString(), parts.clock().instant());
            log.warn(
                    "loop failed, begins anew target={} pause_ms={} error={}",
                    parts.name(),
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
