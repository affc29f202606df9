package io.watchllm.sink.consume;

import io.watchllm.sink.config.SinkSettings;
import io.watchllm.sink.config.SinkTable;
import io.watchllm.sink.core.LaneState;
import io.watchllm.sink.core.Progress;
import io.watchllm.sink.core.SealReason;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one table: poll, encode, seal, commit, send, and take in what came of it. It alone touches the consumer
 * and never waits for ClickHouse.
 */
public final class TableConsumer {
    private static final Logger log = LoggerFactory.getLogger(TableConsumer.class);
    private static final Duration BUSY_POLL = Duration.ofMillis(5);
    private static final Duration QUIET_POLL = Duration.ofMillis(100);
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

    private final SinkTable table;
    private final SinkSettings settings;
    private final Consumer<byte @Nullable [], byte @Nullable []> consumer;
    private final Flows flows;
    private final Attempts attempts;
    private final LandedAudit audit;
    private final Repairs repairs;
    private final Backlog backlog;
    private final StatusBoard board;
    private final SinkMetrics.TableMetrics metrics;
    private final Clock clock;
    private volatile TableStatus status;

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
        this.flows = new Flows(settings, encoder, access.topicIds(), metrics, clock);
        var interval = settings.delivery().auditInterval();
        this.audit = new LandedAudit(access.landedRows(), metrics, interval.toMillis(), clock.millis());
        this.attempts = new Attempts(opened.writer(), settings.delivery().tokenNamespace(), metrics, audit);
        this.backlog = new Backlog(access.ends());
        this.board = new StatusBoard(backlog);
        this.repairs = new Repairs(access, encoder, attempts);
        this.status = new TableStatus(table.table(), false, "joining the group " + table.group());
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
    public void turn() {
        react();
        var busy = flows.all().values().stream().anyMatch(flow -> !flow.settled());
        var records = consumer.poll(busy ? BUSY_POLL : QUIET_POLL);
        var now = clock.millis();
        for (var partition : records.partitions()) {
            var flow = flows.all().get(partition);
            if (flow != null) {
                var first = records.records(partition).getFirst();
                backlog.polled(partition, first.offset(), first.timestamp());
                flow.take(records.records(partition), now, this::dueMillis);
            }
        }
        react();
        flows.all().forEach((partition, flow) -> flow.sealIfDue(now, waiting(partition), this::dueMillis));
        if (flows.bytes() > settings.batching().inFlightBytes()) {
            each(flow -> {
                if (flow.lane().idle()) {
                    flow.flush(SealReason.MEMORY, this::dueMillis);
                }
            });
        }
        commit(flow -> flow.lane().progress(attempts.latestMark()));
        attempts.send(flows, now);
        repairs.resume(flows, now, dueMillis(true)).forEach(this::seek);
        pauseAndResume();
        audit.turn(now);
        publish();
    }

    /**
     * Brings what was read to ClickHouse and to the commit, up to a deadline.
     *
     * @return what was left, for a person; empty when nothing was
     */
    public String drain(long deadlineMillis) throws InterruptedException {
        consumer.pause(consumer.assignment());
        each(flow -> flow.flush(SealReason.FLUSH, this::dueMillis));
        while (clock.millis() < deadlineMillis && !allSettled()) {
            commit(flow -> flow.lane().progress(attempts.latestMark()));
            attempts.send(flows, clock.millis());
            attempts.awaitOne(BUSY_POLL);
            react();
        }
        commit(flow -> flow.lane().landed());
        var left = flows.all().entrySet().stream()
                .filter(entry -> !entry.getValue().settled())
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

    /** One request for all partitions: what has landed, and what is opened next. */
    private void commit(Function<PartitionFlow, @Nullable Progress> wanted) {
        Map<TopicPartition, Progress> progress = new HashMap<>();
        flows.all().forEach((partition, flow) -> {
            var wants = wanted.apply(flow);
            if (wants != null) {
                progress.put(partition, wants);
            }
        });
        if (progress.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        progress.forEach((partition, wants) -> offsets.put(
                partition, new OffsetAndMetadata(wants.offset(), wants.note().text())));
        try {
            consumer.commitSync(offsets, COMMIT_TIMEOUT);
        } catch (AuthorizationException refused) {
            throw refused;
        } catch (ApiException | org.apache.kafka.clients.consumer.CommitFailedException failed) {
            // Nothing is sent before its intent is committed, and what has landed bears its token: if the commit came
            // through after all, or another sink owns the partition now, the same range goes under the same token.
            log.warn("commit failed, trying again table={} error={}", table.table(), failed.toString());
            return;
        }
        var now = clock.millis();
        progress.forEach((partition, wants) -> {
            var flow = flows.all().get(partition);
            if (flow != null) {
                board.committed(partition, wants.offset());
                flow.lane().committed(wants, now);
            }
        });
    }

    /** Records of the partition that were not read yet, as far as the consumer knows. */
    private long waiting(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(0);
    }

    /** A partition pauses when it can't go on, when a batch waits behind another, or when memory is full. */
    private void pauseAndResume() {
        var full = flows.bytes() > settings.batching().inFlightBytes();
        var paused = consumer.paused();
        var toPause = new HashSet<TopicPartition>();
        var toResume = new HashSet<TopicPartition>();
        flows.all().forEach((partition, flow) -> {
            var pause = flow.blocked() != null || flow.lane().queued() > 0 || (full && !flow.repeating());
            if (pause && !paused.contains(partition)) {
                toPause.add(partition);
            } else if (!pause && paused.contains(partition)) {
                toResume.add(partition);
            }
        });
        consumer.pause(toPause);
        consumer.resume(toResume);
    }

    private void publish() {
        var now = clock.millis();
        backlog.refresh(flows.all().keySet(), now);
        var partitions = board.look(flows, partition -> waiting(partition), now);
        var troubles = flows.troubles(settings.inserting().unreadyAttempts());
        var joined = consumer.groupMetadata().generationId() >= 0;
        status = TableStatus.of(table.table(), joined, backlog.trouble(), troubles, partitions);
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
            if (!partitions.isEmpty()) {
                var committed = consumer.committed(new HashSet<>(partitions));
                partitions.forEach(partition -> {
                    var commit = committed.get(partition);
                    flows.assign(partition, commit);
                    board.committed(partition, commit == null ? -1 : commit.offset());
                });
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            react();
            // What is still under way may land after this; the next owner finds its open range and sends it again
            // under the same token.
            commit(flow -> flow.lane().state() instanceof LaneState.Opening
                    ? null
                    : flow.lane().landed());
            flows.remove(partitions);
            audit.revoked();
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            flows.remove(partitions);
            audit.revoked();
        }
    }
}
