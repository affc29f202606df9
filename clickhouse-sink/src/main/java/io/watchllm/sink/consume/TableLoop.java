package io.watchllm.sink.consume;

import io.watchllm.sink.write.TableReader.TableUnreadableException;
import io.watchllm.sink.write.UnprovenException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one table's loop: wait for the table, join the group, turn until asked to stop, drain, leave. */
public final class TableLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TableLoop.class);
    private static final Duration LEAVE_TIMEOUT_MAX = Duration.ofSeconds(5);

    private final TableConsumer.Parts parts;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable TableConsumer running;
    private volatile TableStatus starting;
    private volatile String left = "";

    public TableLoop(TableConsumer.Parts parts) {
        this.parts = parts;
        this.starting = new TableStatus(name(), false, "starting");
    }

    private String name() {
        return parts.table().table();
    }

    /** How the table fares; from any thread. */
    public TableStatus status() {
        var consumer = running;
        return consumer == null ? starting : consumer.status();
    }

    /** Done when the loop has ended; with its failure when it could not go on. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Asks the loop to drain and end; returns at once. */
    public void stop() {
        stopping.countDown();
    }

    /** What was left when it ended, for a person; empty when nothing was. */
    public String left() {
        return left;
    }

    @Override
    public void run() {
        try (var consumer = parts.consumer()) {
            try {
                consume();
            } finally {
                consumer.close(CloseOptions.timeout(leaveTimeout()));
            }
            ended.complete(null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ended.complete(null);
        } catch (Throwable failure) {
            // An error too: a loop that is gone without a word would leave its partitions standing.
            starting = new TableStatus(name(), false, "failed: " + failure);
            running = null;
            ended.completeExceptionally(failure);
        }
    }

    private void consume() throws InterruptedException {
        var opened = open();
        if (opened == null) {
            return;
        }
        var consumer = new TableConsumer(parts, opened);
        running = consumer;
        consumer.subscribe();
        while (!stopAsked()) {
            consumer.turn();
        }
        var forDraining = parts.settings().delivery().closeTimeout().minus(leaveTimeout());
        left = consumer.drain(parts.clock().millis() + forDraining.toMillis());
        if (!left.isEmpty()) {
            log.warn("stopped with something left table={} left={}", name(), left);
        }
    }

    private boolean stopAsked() {
        return stopping.getCount() == 0;
    }

    private Duration leaveTimeout() {
        var quarter = parts.settings().delivery().closeTimeout().dividedBy(4);
        return quarter.compareTo(LEAVE_TIMEOUT_MAX) < 0 ? quarter : LEAVE_TIMEOUT_MAX;
    }

    /** Waits until the table can be looked at; null when asked to stop before. */
    private TableAccess.@Nullable Opened open() throws InterruptedException {
        var wait = parts.settings().inserting().backoff();
        while (!stopAsked()) {
            try {
                return parts.access().open();
            } catch (UnprovenException gap) {
                waitingFor(gap);
                if (stopping.await(parts.settings().inserting().faultInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    return null;
                }
                continue;
            } catch (TableUnreadableException trouble) {
                waitingFor(trouble);
            }
            if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return null;
            }
            var most = parts.settings().inserting().backoffMax();
            wait = wait.multipliedBy(2).compareTo(most) < 0 ? wait.multipliedBy(2) : most;
        }
        return null;
    }

    /** Nothing is consumed before the table is known and proven, so waiting for it loses nothing. */
    private void waitingFor(RuntimeException obstacle) {
        starting = new TableStatus(name(), false, String.valueOf(obstacle.getMessage()));
        log.warn("waiting for the table table={} error={}", name(), obstacle.getMessage());
    }
}
