package io.watchllm.sink.consume;

import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.core.SealReason;
import io.watchllm.sink.core.WriterState;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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
    private final PartitionPipelines flows;
    private final Assignments assignments;
    private final Commits commits;
    private final Attempts attempts;
    private final LandedRowCheck audit;
    private final BlockedPartitions repairs;
    private final ColumnWatch columns;
    private final Backlog backlog;
    private final LostPositions lost;
    private final PartitionStatuses board;
    private final SinkMetrics.TableMetrics metrics;
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
        this.metrics = parts.metrics().table(table.table());
        var access = parts.access();
        var encoder = new RowEncoder(table.table(), opened.columns(), access.schemas(), metrics);
        this.flows = new PartitionPipelines(settings, encoder, metrics);
        var auditMillis = settings.delivery().auditInterval().toMillis();
        this.audit = new LandedRowCheck(access.landedRows(), metrics, auditMillis, clock.millis());
        this.backlog = new Backlog(access.logs());
        this.board = new PartitionStatuses(backlog);
        var starts = new Starts(table.table(), table.topic(), access, clock);
        this.assignments = new Assignments(starts, consumer, board, metrics);
        this.lost = new LostPositions(consumer, flows, assignments, backlog);
        this.commits = new Commits(table.table(), consumer, flows, board);
        var interval = settings.batching().freshnessInterval();
        var freshness = FreshnessProbe.of(access.rowTimes(), opened.columns(), interval, metrics, clock);
        this.attempts = new Attempts(opened.writers(), settings, metrics, audit, freshness);
        this.repairs = new BlockedPartitions(access, encoder, attempts);
        this.columns = new ColumnWatch(
                access,
                encoder,
                opened.columns(),
                settings.inserting().faultInterval().toMillis());
        this.publisher = new StatusPublisher(table, settings, metrics);
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
        react();
        assignments.open(flows, clock.millis(), Assignments.Waits.of(settings.inserting()));
        var records = poll();
        var now = clock.millis();
        for (var partition : records.partitions()) {
            var flow = flows.all().get(partition);
            if (flow != null) {
                var first = records.records(partition).getFirst();
                backlog.polled(partition, first.offset(), first.timestamp());
                flow.take(records.records(partition), now, this::dueMillis);
            }
        }
        records.nextOffsets().forEach((partition, next) -> {
            var flow = flows.all().get(partition);
            if (flow != null && flow.blocked() == null) {
                flow.reading().reached(next.offset());
            }
        });
        react();
        flows.all().forEach((partition, flow) -> flow.sealIfDue(now, () -> waiting(partition), this::dueMillis));
        if (flows.full()) {
            each(flow -> {
                if (flow.lane().idle()) {
                    flow.flush(SealReason.MEMORY, now, this::dueMillis);
                }
            });
        }
        openAndCommit();
        attempts.send(flows, now);
        repairs.resume(flows, now, dueMillis(true)).forEach(this::seek);
        pauseAndResume();
        columns.turn(now);
        audit.turn(now);
        lost.turn();
        publish(now);
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
                return consumer.poll(atRest() ? QUIET_POLL : BUSY_POLL);
            }
            ConsumerRecords<byte @Nullable [], byte @Nullable []> records = consumer.poll(Duration.ZERO);
            if (records.isEmpty()) {
                var all =
                        assignments.isEmpty() && paused == consumer.assignment().size();
                attempts.awaitOne(all ? PAUSED_WAIT : BUSY_POLL);
            }
            return records;
        } catch (OffsetOutOfRangeException gone) {
            lost.take(gone);
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
        each(flow -> flow.flush(SealReason.FLUSH, clock.millis(), this::dueMillis));
        while (clock.millis() < deadlineMillis && !allSettled()) {
            commits.within(Duration.ofMillis(Math.max(1, deadlineMillis - clock.millis())));
            openAndCommit();
            attempts.send(flows, clock.millis());
            attempts.awaitOne(BUSY_POLL);
            react();
        }
        commits.within(lastCommit);
        commitPositions();
        commits.commit(flow -> flow.lane().landed(), clock.millis());
        var left = flows.all().entrySet().stream()
                .filter(entry -> !entry.getValue().finished())
                .map(entry -> entry.getKey() + " from offset "
                        + entry.getValue().lane().firstUnlanded(entry.getValue().position()))
                .toList();
        return left.isEmpty() ? "" : "not inserted in time, read again by the next sink: " + String.join(", ", left);
    }

    private boolean allSettled() {
        return flows.all().values().stream().allMatch(flow -> flow.lane().settled() || flow.blocked() != null);
    }

    private boolean atRest() {
        return assignments.isEmpty() && flows.atRest();
    }

    private void each(java.util.function.Consumer<PartitionPipeline> action) {
        flows.all().values().forEach(action);
    }

    private long dueMillis(boolean config) {
        var wait = config
                ? settings.inserting().faultInterval()
                : settings.inserting().backoffMax();
        return clock.millis() + wait.toMillis();
    }

    private void react() {
        attempts.react(flows, clock.millis(), dueMillis(true)).forEach(this::seek);
    }

    private void seek(TopicPartition partition, long offset) {
        if (offset >= 0) {
            var flow = flows.all().get(partition);
            var epoch = Optional.ofNullable(flow == null ? null : flow.reading().leaderEpoch(offset));
            consumer.seek(partition, new OffsetAndMetadata(offset, epoch, ""));
        }
    }

    private void openAndCommit() {
        commits.commit(flow -> flow.lane().progress(() -> attempts.latestMark(flow.partition())), clock.millis());
    }

    /** Unread records of the partition as far as the consumer's background thread has reported them. */
    private long waiting(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(0);
    }

    /** Pauses partitions that are blocked, have a batch queued, or exceed the memory bound; resumes others. */
    private void pauseAndResume() {
        var readers = flows.readers();
        var paused = consumer.paused();
        var toPause = new HashSet<TopicPartition>();
        var toResume = new HashSet<TopicPartition>();
        flows.all().forEach((partition, flow) -> {
            var pause = flow.blocked() != null || flow.lane().queued() > 0 || !readers.contains(partition);
            if (pause && !paused.contains(partition)) {
                toPause.add(partition);
            } else if (!pause && paused.contains(partition)) {
                toResume.add(partition);
            }
        });
        consumer.pause(toPause);
        consumer.resume(toResume);
    }

    /** Commits positions and publishes the status when they are due. */
    private void publish(long now) {
        if (now - positionsCommittedAt >= POSITIONS_EVERY_MILLIS) {
            positionsCommittedAt = now;
            commitPositions();
        }
        if (publisher.due(now)) {
            backlog.refresh(consumer.assignment(), atRest(), now);
            publisher.publish(
                    new StatusPublisher.Looked(
                            flows, assignments, backlog, board.look(flows, partition -> waiting(partition), now)),
                    consumer.groupMetadata().generationId() >= 0,
                    commits.trouble(settings.inserting().unreadyAttempts()),
                    now);
        }
    }

    private void commitPositions() {
        flows.all().forEach((partition, flow) -> flow.reading().commit(board.committed(partition)));
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
            commits.commit(
                    flow -> flow.lane().state() instanceof WriterState.Opening
                            ? null
                            : flow.lane().landed(),
                    clock.millis());
            forget(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            flows.remove(partitions);
            assignments.remove(partitions);
            audit.revoked();
        }
    }
}
