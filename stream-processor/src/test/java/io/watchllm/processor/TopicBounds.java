package io.watchllm.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Whether the topics would take what was written: by Kafka's own count of the bytes, before compression. */
final class TopicBounds {

    /** What a broker takes on a topic that was created without a bound of its own. */
    private static final int KAFKA_DEFAULT = 1 << 20;

    private static final Map<String, Integer> CATALOGUE = Topics.ALL.stream()
            .collect(Collectors.toMap(Topic::name, topic -> topic.storage().messageBytesMax()));

    private TopicBounds() {}

    /** Looks at every record of every topic. */
    static void assertTaken(Map<String, List<TestRecord<byte[], byte[]>>> written) {
        written.forEach((topic, records) -> {
            int bound = bound(topic);
            for (var record : records) {
                int size = AbstractRecords.estimateSizeInBytesUpperBound(
                        RecordBatch.CURRENT_MAGIC_VALUE,
                        Compression.NONE.type(),
                        wrap(record.key()),
                        wrap(record.value()),
                        record.headers().toArray());
                assertThat(size).as("bytes of a record of %s", topic).isLessThanOrEqualTo(bound);
            }
        });
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static int bound(String topic) {
        var known = CATALOGUE.get(topic);
        if (known != null) {
            return known;
        }
        assertThat(topic).endsWith("-changelog");
        return topic.contains("-alert-") ? Topics.DERIVED_BYTES_MAX : KAFKA_DEFAULT;
    }
}
