package io.watchllm.producer;

import io.watchllm.control.Alert;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an agent check whether its run has used up its budget, so that it can stop: {@link #exceeded} is fed from
 * {@code watchllm.alerts}, which the stream processor writes a moment after the event that exceeded the budget. A query
 * is a map lookup and never blocks. Thread-safe; one watch per process is enough.
 *
 * <p>{@snippet file="io/watchllm/producer/BudgetExample.java" region="budget"}
 *
 * <p>It follows the topic without a consumer group, starting at a look-back. While Kafka is unavailable it keeps what
 * it knows, {@link #status()} says since when, and it recovers by itself. It is a brake, not a lock: a run can continue
 * until the alert arrives.
 */
public final class BudgetWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BudgetWatch.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final BudgetWatchBuilder.Choices choices;
    /** Pause after a failure. */
    private final Duration pause;

    private final Deserializer<Alert> deserializer;
    private final BudgetWatchBuilder.Consumers consumers;
    private final RunBudgets budgets;
    private final AlertFollower follower;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong unreadable = new AtomicLong();
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile @Nullable Instant lastSeen;
    private volatile boolean upToDate;
    private volatile @Nullable String failure;

    BudgetWatch(
            BudgetWatchBuilder.Choices choices,
            Deserializer<Alert> deserializer,
            BudgetWatchBuilder.Consumers consumers,
            Clock clock,
            Duration pause) {
        this.choices = choices;
        this.pause = pause;
        this.deserializer = deserializer;
        this.consumers = consumers;
        budgets = new RunBudgets(choices.runsMax(), choices.project());
        follower = new AlertFollower(choices, clock, deserializer, new AlertFollower.Listener() {
            @Override
            public void alert(Alert alert) {
                budgets.learn(alert);
            }

            @Override
            public void unreadable() {
                unreadable.incrementAndGet();
            }

            @Override
            public void contact(Instant time, boolean complete) {
                lastSeen = time;
                upToDate = complete;
                failure = null;
            }
        });
        thread = new Thread(this::run, "watchllm-budget-watch");
        // An application that exits without closing must not hang.
        thread.setDaemon(true);
        thread.start();
    }

    /** A builder with the defaults: 100 percent, all projects, a look-back of an hour, 10,000 runs. */
    public static BudgetWatchBuilder builder() {
        return new BudgetWatchBuilder();
    }

    /**
     * Whether an alert has said that the run has used the builder's percentage of its budget. False for a run without
     * alerts: it is within its budget or has no rule.
     *
     * <p>Run ids are unique only within their project. If the builder names no {@link BudgetWatchBuilder#project
     * project}, a run with this id in any project matches; use {@link #exceeded(String, String)} if two projects may
     * use the same run ids.
     */
    public boolean exceeded(String runId) {
        return exceeded(budgets.percent(runId));
    }

    /** The same, for the run of that project only. */
    public boolean exceeded(String projectId, String runId) {
        return exceeded(budgets.percent(projectId, runId));
    }

    private boolean exceeded(OptionalInt percent) {
        return percent.isPresent() && percent.getAsInt() >= choices.percent();
    }

    /**
     * The share of its budget that the run had used at its last alert, in percent; empty for a run without alerts. If
     * the builder names no project, the highest over all projects with a run of that id.
     */
    public OptionalInt usedPercent(String runId) {
        return budgets.percent(runId);
    }

    /** The same, for the run of that project only. */
    public OptionalInt usedPercent(String projectId, String runId) {
        return budgets.percent(projectId, runId);
    }

    /** How current its information is. */
    public BudgetStatus status() {
        return new BudgetStatus(
                Optional.ofNullable(lastSeen),
                upToDate,
                budgets.runs(),
                budgets.forgotten(),
                unreadable.get(),
                Optional.ofNullable(failure));
    }

    /** Stops within seconds; what it knows can still be queried. */
    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                follow();
            }
        } catch (InterruptedException interrupted) {
            log.debug("budget watch interrupted");
        } finally {
            deserializer.close();
        }
    }

    private void follow() throws InterruptedException {
        try (Consumer<byte[], byte[]> opened = consumers.open()) {
            consumer = opened;
            follower.follow(opened, () -> closing.getCount() == 0);
        } catch (WakeupException woken) {
            log.debug("budget watch woken to close");
        } catch (RuntimeException problem) {
            failure = problem.toString();
            upToDate = false;
            log.warn("budget watch can't read alerts, trying again error={}", problem.toString());
            boolean closed = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            log.debug("budget watch waited closed={}", closed);
        } finally {
            consumer = null;
        }
    }
}
