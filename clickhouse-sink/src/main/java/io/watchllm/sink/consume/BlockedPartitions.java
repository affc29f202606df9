package io.watchllm.sink.consume;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Resumes blocked pipelines when they are due. After an invalid configuration the table is checked first, on a virtual
 * thread, so that a fix takes effect without a restart.
 */
final class BlockedPartitions {
    private final TableAccess access;
    private final RowEncoder encoder;
    private final Attempts attempts;
    private final AtomicReference<@Nullable Look> look = new AtomicReference<>();
    private boolean looking;

    BlockedPartitions(TableAccess access, RowEncoder encoder, Attempts attempts) {
        this.access = access;
        this.attempts = attempts;
        this.encoder = encoder;
    }

    /** Unblocks due pipelines; returns the partitions to read again, and from which offset. */
    Map<TopicPartition, Long> resume(PartitionPipelines flows, long now, long postponedMillis) {
        Map<TopicPartition, Long> seeks = new HashMap<>();
        var seen = look.getAndSet(null);
        if (seen != null) {
            looking = false;
            if (seen.opened() != null) {
                encoder.columns(seen.opened().columns());
                attempts.writeWith(seen.opened().writers());
            }
        }
        flows.all().forEach((partition, flow) -> {
            var blocked = flow.blocked();
            if (blocked == null || blocked.dueMillis() > now) {
                return;
            }
            if (blocked.config() && seen == null) {
                lookAtTable();
            } else if (blocked.config() && seen != null && !seen.trouble().isEmpty()) {
                flow.postpone(seen.trouble(), postponedMillis);
            } else {
                flow.unblock();
                seeks.put(partition, flow.position());
            }
        });
        return seeks;
    }

    private void lookAtTable() {
        if (looking) {
            return;
        }
        looking = true;
        Thread.ofVirtual().name("look at table").start(() -> look.set(Look.at(access)));
    }
}
