package io.watchllm.bench.side;

import io.watchllm.bench.rows.Profile;
import io.watchllm.bench.stack.BenchTable;
import io.watchllm.bench.stack.RowTopic;
import io.watchllm.clickhouse.ClickHouseConnection;
import io.watchllm.delivery.config.SinkSettings;
import io.watchllm.delivery.encode.BlockBuilder;
import io.watchllm.delivery.encode.EncodePlan;
import io.watchllm.delivery.encode.PlanCompiler;
import io.watchllm.delivery.encode.PlanResult;
import io.watchllm.delivery.encode.Source;
import io.watchllm.delivery.table.TableReader;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.WireFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The rows of a topic as ready blocks, each in a file.
 *
 * @param columns the columns of the blocks
 * @param settings that inserts pin
 * @param files by partition, in the order of the offsets
 */
record BlockFiles(List<String> columns, Map<String, String> settings, List<List<Path>> files) {
    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * Reads the topic once and writes the blocks.
     *
     * @param folder where the files go
     * @param rowsPerBlock rows of each block but the last of a partition
     */
    static BlockFiles write(
            SinkSettings settings, BenchTable table, Profile profile, RowTopic topic, Path folder, int rowsPerBlock) {
        try (var sql = ClickHouseConnection.open(settings.clickHouse())) {
            var reader = new TableReader(sql, table.name());
            var plan = plan(table, profile, reader);
            var files = new ArrayList<List<Path>>();
            for (var partition = 0; partition < topic.partitions(); partition++) {
                var place = new TopicPartition(topic.name(), partition);
                files.add(partition(settings.kafka(), place, plan, folder, rowsPerBlock));
            }
            return new BlockFiles(plan.columns(), reader.pinnedSettings(), List.copyOf(files));
        } catch (IOException failure) {
            throw new UncheckedIOException("the blocks could not be written to " + folder, failure);
        }
    }

    private static EncodePlan plan(BenchTable table, Profile profile, TableReader reader) {
        return switch (new PlanCompiler(table.name(), reader.columns()).compile(profile.schema())) {
            case PlanResult.Fit(var plan) -> plan;
            case PlanResult.Unfit(var problems) -> throw new IllegalStateException(String.join("; ", problems));
        };
    }

    private static List<Path> partition(
            KafkaSettings kafka, TopicPartition place, EncodePlan plan, Path folder, int rowsPerBlock)
            throws IOException {
        var files = new ArrayList<Path>();
        var block = plan.open();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(
                kafka.forClients(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            var end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            while (consumer.position(place) < end) {
                for (var record : consumer.poll(POLL)) {
                    add(block, record);
                    if (block.rows() == rowsPerBlock) {
                        files.add(file(block, folder, place, files.size()));
                    }
                }
            }
        }
        if (block.rows() > 0) {
            files.add(file(block, folder, place, files.size()));
        }
        return List.copyOf(files);
    }

    private static void add(BlockBuilder block, ConsumerRecord<byte[], byte[]> record) {
        var source = new Source(record.partition(), record.offset(), record.timestamp());
        var bad = block.add(record.value(), WireFormat.PAYLOAD_OFFSET, source);
        if (bad != null) {
            throw new IllegalStateException("a row of the benchmark was refused: " + bad);
        }
    }

    private static Path file(BlockBuilder block, Path folder, TopicPartition place, int number) throws IOException {
        var file = folder.resolve(place.partition() + "-" + number + ".native");
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            block.writeTo(out);
        }
        block.clear();
        return file;
    }
}
