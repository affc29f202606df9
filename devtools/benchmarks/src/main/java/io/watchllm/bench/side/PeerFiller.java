package io.watchllm.bench.side;

import io.watchllm.bench.core.Side;
import io.watchllm.bench.rows.Profile;
import io.watchllm.bench.stack.BenchTable;
import io.watchllm.bench.stack.ClickHouseHttp;
import io.watchllm.bench.stack.GroupWatch;
import io.watchllm.bench.stack.RowTopic;
import io.watchllm.runtime.KafkaSettings;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * ClickHouse's Kafka table engine with the settings that were found best: a consumer and a thread for each partition.
 * It promises at least once, and does not look rows up in the deduplication window.
 */
final class PeerFiller implements Filler {
    private static final int MAX_BLOCK_ROWS = 262_144;
    private static final int POLL_ROWS = 65_536;
    private static final int FLUSH_MS = 2_000;

    private final ClickHouseHttp http;
    private final KafkaSettings kafka;
    private final RowTopic topic;
    private final Profile profile;
    private final GroupWatch groups;
    private @Nullable String queue;

    PeerFiller(ClickHouseHttp http, KafkaSettings kafka, RowTopic topic, Profile profile, GroupWatch groups) {
        this.http = http;
        this.kafka = kafka;
        this.topic = topic;
        this.profile = profile;
        this.groups = groups;
    }

    @Override
    public Side side() {
        return Side.PEER;
    }

    @Override
    public void start(BenchTable table) {
        var group = "bench-" + table.name();
        queue = table.path() + "_queue";
        http.query("""
                CREATE TABLE %s (%s) ENGINE = Kafka SETTINGS
                    kafka_broker_list = '%s', kafka_topic_list = '%s', kafka_group_name = '%s',
                    kafka_format = 'AvroConfluent', format_avro_schema_registry_url = '%s',
                    kafka_num_consumers = %d, kafka_thread_per_consumer = 1,
                    kafka_max_block_size = %d, kafka_poll_max_batch_size = %d, kafka_flush_interval_ms = %d
                """.formatted(
                        queue,
                        profile.columns(),
                        kafka.bootstrap(),
                        topic.name(),
                        group,
                        kafka.registryUrl(),
                        topic.partitions(),
                        MAX_BLOCK_ROWS,
                        POLL_ROWS,
                        FLUSH_MS));
        var fields =
                profile.schema().getFields().stream().map(field -> field.name()).collect(Collectors.joining(", "));
        http.query("""
                CREATE MATERIALIZED VIEW %1$s_mv TO %2$s AS
                SELECT %3$s, _timestamp_ms AS ingested_at, toInt32(_partition) AS source_partition,
                    toInt64(_offset) AS source_offset
                FROM %1$s
                """.formatted(queue, table.path(), fields));
        groups.awaitAssigned(group, topic.partitions(), topic.partitions());
    }

    @Override
    public String status() {
        return http.query("SELECT consumer_id, last_exception_time, arrayStringConcat(exceptions.text, '; '),"
                + " num_messages_read FROM system.kafka_consumers");
    }

    @Override
    public void stop() {
        http.query("DROP TABLE " + queue + "_mv SYNC");
        http.query("DROP TABLE " + queue + " SYNC");
    }
}
