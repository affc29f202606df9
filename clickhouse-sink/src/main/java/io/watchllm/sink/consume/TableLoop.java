package io.watchllm.sink.consume;

import io.watchllm.delivery.config.Delivery.CloseBudget;
import io.watchllm.sink.observe.TableStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lifecycle of one table's loop: wait for the table, join the group, run until asked to stop, drain, leave. */
public final class TableLoop implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TableLoop.class);

    private final TableConsumer.Parts parts;
    private final CompletableFuture<Long> stopping = new CompletableFuture<>();
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

    /** Health and lag of this table's loop; from any thread. */
    public TableStatus status() {
        var consumer = running;
        return consumer == null ? starting : consumer.status();
    }

    /** Completes when the loop has ended; exceptionally when it failed. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Asks the loop to drain and end; returns at once. */
    public void stop() {
        stopping.complete(parts.clock().millis() + budget().drain().toMillis());
    }

    /** What was not inserted when the loop ended; empty when everything was. */
    public String left() {
        return left;
    }

    @Override
    public void run() {
        try (var consumer = parts.consumer()) {
            try {
                consume();
            } finally {
                consumer.close(CloseOptions.timeout(budget().leave()));
            }
            ended.complete(null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            ended.complete(null);
        } catch (Throwable failure) {
            // Errors too: a loop that ended silently would leave its partitions unread.
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
        while (!stopping.isDone()) {
            consumer.turn();
        }
        left = consumer.drain(stopping.join(), budget().lastCommit());
        if (!left.isEmpty()) {
            log.warn("stopped with something left table={} left={}", name(), left);
        }
    }

    private CloseBudget budget() {
        return parts.settings().delivery().closeBudget();
    }

    /** Waits until the table can be read and passes the checks; null when asked to stop before. */
    private TableAccess.@Nullable Opened open() throws InterruptedException {
        var inserting = parts.settings().inserting();
        for (var attempt = 1; !stopping.isDone(); attempt++) {
            var looked = look();
            if (looked.opened() != null || stopping.isDone()) {
                return looked.opened();
            }
            // Nothing is consumed before the table is known and checked, so waiting for it loses nothing.
            starting = new TableStatus(name(), false, looked.trouble());
            log.warn("waiting for the table table={} error={}", name(), looked.trouble());
            var wait = inserting.retryPolicy().delayMillis(attempt);
            if (stopWithin(looked.operator() ? inserting.retryMillis(true) : wait)) {
                return null;
            }
        }
        return null;
    }

    private boolean stopWithin(long millis) throws InterruptedException {
        try {
            stopping.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Checks the table on a virtual thread: a ClickHouse that does not answer must not delay shutdown. */
    private TableAccess.Look look() throws InterruptedException {
        var look = new CompletableFuture<TableAccess.Look>();
        Thread.ofVirtual()
                .name("look at table")
                .start(() -> look.complete(parts.access().look()));
        try {
            CompletableFuture.anyOf(look, stopping).get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        return look.getNow(new TableAccess.Look(null, "stopped before the table was known", false));
    }
}
