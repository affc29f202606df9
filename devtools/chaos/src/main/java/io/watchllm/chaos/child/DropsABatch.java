package io.watchllm.chaos.child;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The fault of the control: a consumer that fetches a batch of events and hands on nothing of it, once, as Kafka
 * Streams does when it revives tasks after a commit that timed out. The offset goes on, so nothing of the pipeline ever
 * sees those events. A processor has it only where its properties file names it.
 */
public final class DropsABatch implements ConsumerInterceptor<byte[], byte[]> {
    /** Setting of the topic whose batch is dropped. */
    public static final String TOPIC = "chaos.drops.topic";

    /** Batches that pass first. */
    private static final int PASSING = 1;

    private String topic = "";
    private int batches;

    @Override
    public void configure(Map<String, ?> settings) {
        topic = String.valueOf(settings.get(TOPIC));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        if (!records.records(topic).iterator().hasNext() || batches++ != PASSING) {
            return records;
        }
        var others = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        for (var partition : records.partitions()) {
            if (!partition.topic().equals(topic)) {
                others.put(partition, records.records(partition));
            }
        }
        return new ConsumerRecords<>(others, records.nextOffsets());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
