package io.watchllm.sink.consume;

import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.config.SinkTable;
import io.watchllm.sink.core.SealReason;
import io.watchllm.sink.observe.Backlog;
import io.watchllm.sink.observe.FreshnessProbe;
import io.watchllm.sink.observe.LandedRowCheck;
import io.watchllm.sink.observe.PipelineState;
import io.watchllm.sink.observe.SinkMetrics;
import io.watchllm.sink.observe.StatusPublisher;
import io.watchllm.sink.observe.TableStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Consumer loop of one table: poll, encode, seal, commit, send, and process outcomes. Only the loop's thread uses the
 * Kafka consumer, and it never waits for ClickHouse.
 */
public final class TableConsumer {
    private static final Duration BUSY_POLL = Duration.ofMillis(5);
    private static final Duration QUIET_POLL = Duration.ofMillis(500);
    /** Shorter than the shortest time after which a blocked partition is retried. */
    private static final Duration PAUSED_WAIT = Duration.ofMillis(50);

    private static final long POSITIONS_EVERY_MILLIS = 10_000;

    private final SinkTable table;
    private final SinkSettings settings;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final PartitionPipelines pipelines;
    private final Assignments assignments;
    private final Commits commits;
    private final Attempts attempts;
    private final LandedRowCheck landedRows;
    private final TableWatch watch;
    private final Backlog backlog;
    private final Clock clock;
    private final StatusPublisher publisher;
    private long positionsCommittedAt;

    /** Collaborators of a table's loop. */
    public record Parts(
            SinkTable table,
            SinkSettings settings,
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            TableAccess access,
            SinkMetrics metrics,
            Clock clock) {}

    /** @param opened state of the target table at the start */
    public TableConsumer(Parts parts, TableAccess.Opened opened) {
        this.table = parts.table();
        this.settings = parts.settings();
        this.consumer = parts.consumer();
        this.clock = parts.clock();
        var metrics = parts.metrics().table(table.table());
        var access = parts.access();
        var inserting = settings.inserting();
        var columns = opened.columns();
        var encoder = new RowEncoder(table.table(), columns, access.schemas(), metrics);
        this.pipelines = new PartitionPipelines(settings, encoder, metrics);
        var checkMillis = settings.delivery().auditInterval().toMillis();
        this.landedRows = new LandedRowCheck(access.landedRows(), metrics, checkMillis, clock.millis());
        this.backlog = new Backlog(access.logs());
        var starts = new Starts(table.table(), table.topic(), access, clock);
        this.assignments = new Assignments(starts, consumer, metrics, inserting, pipelines, backlog);
        this.commits = new Commits(table.table(), consumer, pipelines);
        var interval = settings.batching().freshnessInterval();
        var freshness = FreshnessProbe.of(access.rowTimes(), columns, interval, metrics, clock);
        this.attempts = new Attempts(opened.writers(), settings, metrics, landedRows, freshness);
        this.watch = new TableWatch(access, encoder, attempts, columns, inserting.retryMillis(true));
        this.publisher = new StatusPublisher(table, backlog, metrics);
    }

    /** Health and lag of this table's loop; from any thread. */
    public TableStatus status() {
        return publisher.status();
    }

    /** Joins the group. */
    public void subscribe() {
        consumer.subscribe(List.of(table.topic()), new Rebalances());
    }

    /** Runs one round of the loop. */
    public void turn() throws InterruptedException {
        assignments.open(clock.millis());
        var records = poll();
        var now = clock.millis();
        take(records, now);
        react();
        pipelines.all().forEach(pipeline -> pipeline.sealIfDue(now, () -> unread(pipeline.partition())));
        if (pipelines.full()) {
            pipelines.all().forEach(pipeline -> pipeline.sealForMemory(now));
        }
        openAndCommit();
        attempts.send(pipelines, now);
        watch.resume(pipelines, now).forEach(this::readAgain);
        pauseAndResume();
        watch.turn(now);
        landedRows.turn(now);
        assignments.endPipelines();
        publish(now);
    }

    private void take(ConsumerRecords<byte @Nullable [], byte @Nullable []> records, long now) {
        for (var partition : records.partitions()) {
            var pipeline = pipelines.of(partition);
            if (pipeline != null) {
                var first = records.records(partition).getFirst();
                backlog.polled(partition, first.offset(), first.timestamp());
                pipeline.take(records.records(partition), now);
            }
        }
        records.nextOffsets().forEach((partition, next) -> {
            var pipeline = pipelines.of(partition);
            if (pipeline != null && pipeline.blocked() == null) {
                pipeline.offsets().reached(next.offset());
            }
        });
    }

    /**
     * Polls Kafka; returns nothing after a short wait. While any partition is paused, the loop waits for an insert to
     * end instead, since the consumer's poll spins over records that it fetched for a partition before the pause. It
     * waits longer when all are paused, since Kafka can't deliver anything then.
     */
    private ConsumerRecords<byte @Nullable [], byte @Nullable []> poll() throws InterruptedException {
        try {
            var paused = consumer.paused().size();
            if (paused == 0) {
                return consumer.poll(assignments.isEmpty() && pipelines.atRest() ? QUIET_POLL : BUSY_POLL);
            }
            ConsumerRecords<byte @Nullable [], byte @Nullable []> records = consumer.poll(Duration.ZERO);
            if (records.isEmpty()) {
                var all =
                        assignments.isEmpty() && paused == consumer.assignment().size();
                attempts.awaitOne(all ? PAUSED_WAIT : BUSY_POLL);
            }
            return records;
        } catch (OffsetOutOfRangeException gone) {
            assignments.lost(gone);
            return ConsumerRecords.empty();
        }
    }

    /**
     * Inserts and commits what was read, up to a deadline.
     *
     * @param lastCommit how long the commit after it may take
     * @return what was not inserted in time; empty when everything was
     */
    public String drain(long deadlineMillis, Duration lastCommit) throws InterruptedException {
        consumer.pause(consumer.assignment());
        pipelines.all().forEach(pipeline -> pipeline.flush(SealReason.FLUSH, clock.millis()));
        while (clock.millis() < deadlineMillis && !pipelines.stream().allMatch(PartitionPipeline::resolved)) {
            commits.within(Duration.ofMillis(Math.max(1, deadlineMillis - clock.millis())));
            openAndCommit();
            attempts.send(pipelines, clock.millis());
            attempts.awaitOne(BUSY_POLL);
            react();
        }
        commits.within(lastCommit);
        commitPositions();
        commits.commit(pipeline -> pipeline.offsets().landed(), clock.millis());
        var left = pipelines.stream()
                .filter(pipeline -> !pipeline.finished())
                .map(pipeline -> pipeline.partition() + " from offset "
                        + pipeline.state(1).firstUnlanded())
                .collect(Collectors.joining(", "));
        return left.isEmpty() ? "" : "not inserted in time, read again by the next sink: " + left;
    }

    private void react() {
        attempts.react(pipelines, clock.millis()).forEach(this::readAgain);
    }

    private void readAgain(PartitionPipeline pipeline) {
        var position = pipeline.offsets().position();
        if (position != null) {
            consumer.seek(pipeline.partition(), position);
        }
    }

    private void openAndCommit() {
        commits.commit(
                pipeline -> pipeline.offsets()
                        .request(
                                () -> attempts.latestCounts(pipeline.partition().partition())),
                clock.millis());
    }

    /** Unread records of the partition as far as the consumer's background thread has reported them. */
    private long unread(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(0);
    }

    /** Pauses partitions that are blocked, have a batch queued, or exceed the memory bound; resumes others. */
    private void pauseAndResume() {
        var readers = pipelines.readers();
        var paused = consumer.paused();
        var toPause = new HashSet<TopicPartition>();
        var toResume = new HashSet<TopicPartition>();
        for (var pipeline : pipelines.all()) {
            var partition = pipeline.partition();
            var pause = !pipeline.wantsRecords() || !readers.contains(partition);
            if (pause != paused.contains(partition)) {
                (pause ? toPause : toResume).add(partition);
            }
        }
        consumer.pause(toPause);
        consumer.resume(toResume);
    }

    /** Commits positions and publishes the status when they are due. */
    private void publish(long now) {
        if (now - positionsCommittedAt >= POSITIONS_EVERY_MILLIS) {
            positionsCommittedAt = now;
            commitPositions();
        }
        if (!publisher.due(now)) {
            return;
        }
        backlog.refresh(consumer.assignment(), assignments.isEmpty() && pipelines.atRest(), now);
        var attemptsMax = settings.inserting().unreadyAttempts();
        var states = pipelines.states(attemptsMax);
        assignments
                .stopped()
                .forEach((partition, stopped) -> states.put(
                        partition,
                        PipelineState.stopped(
                                stopped.stop().why(), stopped.stop().gap(), stopped.committed())));
        var loop = new StatusPublisher.Loop(
                consumer.groupMetadata().generationId() >= 0,
                List.of(commits.trouble(attemptsMax), assignments.trouble()),
                pipelines.bytes());
        publisher.publish(states, loop, this::unread, now);
    }

    private void commitPositions() {
        pipelines.all().forEach(pipeline -> pipeline.offsets().passed());
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assignments.add(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            react();
            commitPositions();
            // Inserts still under way may land after this; the next owner finds the open range and sends it again under
            // the same token.
            commits.commit(pipeline -> pipeline.offsets().landedWhenRevoked(), clock.millis());
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            pipelines.remove(partitions);
            assignments.remove(partitions);
            landedRows.revoked();
        }
    }
}
