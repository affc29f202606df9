package io.watchllm.sink.consume;

import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.core.LaneState;
import io.watchllm.sink.core.SealReason;
import io.watchllm.sink.encode.TableColumn;
import io.watchllm.sink.write.RowTimes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one table: poll, encode, seal, commit, send, and take in what came of it. It alone touches the consumer
 * and never waits for ClickHouse.
 */
public final class TableConsumer {
    private static final Duration BUSY_POLL = Duration.ofMillis(5);
    /** Records end it at once; each round that finds none costs CPU, three tables of it at rest. */
    private static final Duration QUIET_POLL = Duration.ofMillis(500);

    private static final long PUBLISH_EVERY_MILLIS = 100;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final SinkTable table;
    private final SinkSettings settings;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final Flows flows;
    private final Assignments assignments;
    private final Commits commits;
    private final Attempts attempts;
    private final LandedAudit audit;
    private final Repairs repairs;
    private final ColumnWatch columns;
    private final Backlog backlog;
    private final StatusBoard board;
    private final SinkMetrics.TableMetrics metrics;
    private final Clock clock;
    private volatile TableStatus status;
    private long publishedAt;

    /** What the loop of a table works with. */
    public record Parts(
            SinkTable table,
            SinkSettings settings,
            Consumer<byte @Nullable [], byte @Nullable []> consumer,
            TableAccess access,
            SinkMetrics metrics,
            Clock clock) {}

    /** The target table as it was found at start. */
    public TableConsumer(Parts parts, TableAccess.Opened opened) {
        this.table = parts.table();
        this.settings = parts.settings();
        this.consumer = parts.consumer();
        this.clock = parts.clock();
        this.metrics = parts.metrics().table(table.table());
        var access = parts.access();
        var encoder = new RowEncoder(table.table(), opened.columns(), access.schemas(), metrics);
        this.flows = new Flows(settings, encoder, metrics, clock);
        var interval = settings.delivery().auditInterval();
        this.audit = new LandedAudit(access.landedRows(), metrics, interval.toMillis(), clock.millis());
        this.backlog = new Backlog(access.ends());
        this.board = new StatusBoard(backlog);
        this.assignments = new Assignments(table.topic(), consumer, access.topicIds(), board);
        this.commits = new Commits(table.table(), consumer, flows, board);
        this.attempts =
                new Attempts(opened.writers(), settings, metrics, audit, probe(access.rowTimes(), opened.columns()));
        this.repairs = new Repairs(access, encoder, attempts);
        this.columns = new ColumnWatch(
                access,
                encoder,
                opened.columns(),
                settings.inserting().faultInterval().toMillis());
        this.status = new TableStatus(table.table(), false, "joining the group " + table.group());
    }

    /** A table without times or provenance, as a stranger's may be, can't be asked how fresh it is. */
    private FreshnessProbe probe(RowTimes times, List<TableColumn> columns) {
        var names = columns.stream().map(TableColumn::name).toList();
        var known = names.containsAll(List.of("timestamp", "ingested_at", "source_partition", "source_offset"));
        var interval = known ? settings.batching().freshnessInterval() : Duration.ZERO;
        return new FreshnessProbe(times, interval, metrics, clock);
    }

    /** How the table fares; from any thread. */
    public TableStatus status() {
        return status;
    }

    /** Joins the group. */
    public void subscribe() {
        consumer.subscribe(List.of(table.topic()), new Rebalances());
    }

    /** One round of the loop. */
    public void turn() throws InterruptedException {
        react();
        assignments.open(
                flows, clock.millis(), settings.inserting().backoffMax().toMillis());
        var records = poll();
        var now = clock.millis();
        for (var partition : records.partitions()) {
            var flow = flows.all().get(partition);
            if (flow != null) {
                var first = records.records(partition).getFirst();
                backlog.polled(partition, first.offset(), first.timestamp());
                flow.take(records.records(partition), now, this::dueMillis);
            } else {
                // Its flow has not begun: nothing of it may be skipped.
                seek(partition, records.records(partition).getFirst().offset());
            }
        }
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
        publish(now);
    }

    /**
     * What Kafka has, or nothing after a short wait. What was fetched for a partition before it was paused stays in the
     * consumer's buffer, and over a buffer that is not empty its poll does not wait but spins: while one is paused, the
     * wait is for an insert to end; a longer one while all are, since then nothing can come from Kafka.
     */
    private ConsumerRecords<byte @Nullable [], byte @Nullable []> poll() throws InterruptedException {
        var paused = consumer.paused().size();
        if (paused == 0) {
            var busy = !assignments.isEmpty() || flows.all().values().stream().anyMatch(flow -> !flow.settled());
            return consumer.poll(busy ? BUSY_POLL : QUIET_POLL);
        }
        ConsumerRecords<byte @Nullable [], byte @Nullable []> records = consumer.poll(Duration.ZERO);
        if (records.isEmpty()) {
            var all = assignments.isEmpty() && paused == consumer.assignment().size();
            attempts.awaitOne(all ? QUIET_POLL : BUSY_POLL);
        }
        return records;
    }

    /**
     * Brings what was read to ClickHouse and to the commit, up to a deadline.
     *
     * @param lastCommit how long the commit after it may take
     * @return what was left, for a person; empty when nothing was
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

    private void each(java.util.function.Consumer<PartitionFlow> action) {
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
            consumer.seek(partition, offset);
        }
    }

    private void openAndCommit() {
        commits.commit(flow -> flow.lane().progress(attempts.latestMark(flow.partition())), clock.millis());
    }

    /** Records of the partition that were not read yet, as far as the consumer knows: its other thread has to say. */
    private long waiting(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(0);
    }

    /** A partition pauses when it can't go on, when a batch waits behind another, or when memory is full. */
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

    /** Looks at every partition, which costs more than a turn that finds nothing to do. */
    private void publish(long now) {
        if (now - publishedAt < PUBLISH_EVERY_MILLIS) {
            return;
        }
        publishedAt = now;
        backlog.refresh(flows.all().keySet(), now);
        var partitions = board.look(flows, partition -> waiting(partition), now);
        var troubles = flows.troubles(settings.inserting().unreadyAttempts());
        var joined = consumer.groupMetadata().generationId() >= 0;
        var kafkaTrouble = Stream.of(
                        backlog.trouble(),
                        commits.trouble(settings.inserting().unreadyAttempts()),
                        assignments.trouble())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        status = TableStatus.of(table.table(), joined, kafkaTrouble, troubles, partitions);
        metrics.set(SinkMetrics.IN_FLIGHT_BYTES, flows.bytes());
        metrics.set(SinkMetrics.LAG, status.lagRecords());
        metrics.set(SinkMetrics.LAG_TIME, status.lagTime().toMillis() / MILLIS_PER_SECOND);
        metrics.set(SinkMetrics.PARTITIONS, partitions.size());
        metrics.set(SinkMetrics.STOPPED, troubles.size());
        metrics.set(
                SinkMetrics.IN_DOUBT,
                flows.all().values().stream()
                        .filter(flow -> flow.lane().inDoubt())
                        .count());
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assignments.add(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            react();
            // What is still under way may land after this; the next owner finds its open range and sends it again
            // under the same token.
            commits.commit(
                    flow -> flow.lane().state() instanceof LaneState.Opening
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
