package io.watchllm.operations.skip;

import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.table.AcceptedLosses;
import io.watchllm.operations.kafka.KafkaConnection;
import io.watchllm.operations.kafka.KafkaState;
import java.time.Clock;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Moves the processors past records that left Kafka before they were read. Only while no processor runs. The ledger is
 * written first: it records the accepted loss whatever happens next, and a second run completes the move.
 */
public final class ProcessorLoss {
    private final KafkaConnection kafka;
    private final String group;
    private final SinkSettings ledger;
    private final Clock clock;

    /**
     * Accepts losses for one group.
     *
     * @param group application id of the processors
     * @param ledger how to reach ClickHouse, which has the ledger
     */
    public ProcessorLoss(KafkaConnection kafka, String group, SinkSettings ledger, Clock clock) {
        this.kafka = kafka;
        this.group = group;
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Plan(AcceptedLosses.Loss loss, OffsetAndMetadata next) {}

    /**
     * Plans the loss without changing anything.
     *
     * @throws IllegalStateException when nothing is lost there, a processor runs, or Kafka does not answer
     */
    public AcceptedLosses.Loss plan(TopicPartition partition) {
        try (var admin = kafka.admin()) {
            return plan(new GroupPosition(new KafkaState(admin), group), partition)
                    .loss();
        }
    }

    /**
     * Accepts the loss of the {@link #plan}.
     *
     * @throws IllegalStateException as there, or when ClickHouse rejects it
     */
    public AcceptedLosses.Loss accept(TopicPartition partition) {
        try (var admin = kafka.admin();
                var sql = ClickHouseConnection.open(ledger.shards().getFirst())) {
            var position = new GroupPosition(new KafkaState(admin), group);
            var plan = plan(position, partition);
            AcceptedLosses.add(sql, plan.loss(), clock.instant());
            position.commit(partition, plan.next());
            return plan.loss();
        }
    }

    private Plan plan(GroupPosition position, TopicPartition partition) {
        position.requireEmpty();
        var standing = position.standing(partition);
        var committed = standing.committed();
        if (committed != null && committed.offset() > standing.end()) {
            throw new IllegalStateException(
                    "this is no loss to accept: the log of %s was cut; group %s stands at offset %d, and the log ends at offset %d. Read it from there with: watchllm processor rewind"
                            .formatted(partition, group, committed.offset(), standing.end()));
        }
        if (committed == null || committed.offset() >= standing.start()) {
            throw new IllegalStateException(
                    "nothing is lost in partition %d of %s: group %s stands at %s, and the log begins at offset %d"
                            .formatted(
                                    partition.partition(),
                                    partition.topic(),
                                    group,
                                    committed == null ? "no offset" : "offset " + committed.offset(),
                                    standing.start()));
        }
        var loss = new AcceptedLosses.Loss(
                group,
                partition.topic(),
                standing.topicId(),
                partition.partition(),
                committed.offset(),
                standing.start());
        // Keep the partition time, which Kafka Streams stored with the offset.
        return new Plan(loss, new OffsetAndMetadata(standing.start(), committed.metadata()));
    }
}
