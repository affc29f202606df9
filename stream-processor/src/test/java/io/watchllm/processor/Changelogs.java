package io.watchllm.processor;

import io.watchllm.schemas.EventCountKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Changelogs of the stores on Kafka's test driver, which gives each record only once. */
final class Changelogs {

    private final Map<String, List<TestRecord<byte[], byte[]>>> all = new HashMap<>();
    private final Map<String, Integer> read = new HashMap<>();

    /** What was written to a topic since this was last asked. */
    List<TestRecord<byte[], byte[]>> read(TopologyTestDriver driver, String topic) {
        var records = records(driver, topic);
        int from = read.getOrDefault(topic, 0);
        read.put(topic, records.size());
        return List.copyOf(records.subList(from, records.size()));
    }

    /** The whole changelog of a store. */
    List<TestRecord<byte[], byte[]>> ofStore(TopologyTestDriver driver, String store) {
        return driver.producedTopicNames().stream()
                .filter(topic -> topic.endsWith("-" + store + "-changelog"))
                .flatMap(topic -> records(driver, topic).stream())
                .toList();
    }

    private List<TestRecord<byte[], byte[]>> records(TopologyTestDriver driver, String topic) {
        var records = all.computeIfAbsent(topic, _ -> new ArrayList<>());
        records.addAll(driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList());
        return records;
    }

    /** The counts on a changelog. */
    static Map<EventCountKey, Long> counts(List<TestRecord<byte[], byte[]>> changelog) {
        var counts = new HashMap<EventCountKey, Long>();
        for (var entry : changelog) {
            var key = EventCountKey.parse(new String(entry.key(), StandardCharsets.UTF_8));
            counts.put(key, ByteBuffer.wrap(entry.value()).getLong());
        }
        return counts;
    }
}
