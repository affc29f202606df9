package io.watchllm.bench.processor;

import io.watchllm.bench.stack.BulkProducer;
import io.watchllm.bench.stack.PipelineTopics;
import io.watchllm.events.Event;
import io.watchllm.runtime.KafkaSettings;
import io.watchllm.schemas.EventKey;
import io.watchllm.schemas.Topic;
import io.watchllm.schemas.Topics;
import io.watchllm.schemas.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * {@code watchllm.events} full of events, keyed and compressed as the publisher does, and the topics behind it.
 *
 * @param events how many events are in it
 * @param bytes size of their values
 */
public record EventTopic(long events, long bytes) {
    /** Where the floor copies to. */
    static final Topic COPY =
            new Topic("watchllm.bench-copy", "as in watchllm.events", 2, Topics.EVENT_ROWS.storage(), null);

    /**
     * Creates the topics and sends the events.
     *
     * @param source the event of each number
     */
    public static EventTopic fill(KafkaSettings kafka, long events, LongFunction<Event> source) {
        var schemaId = PipelineTopics.create(kafka, COPY).schemaId(Topics.EVENTS);
        var bytes = 0L;
        try (var producer = new BulkProducer(kafka)) {
            for (var number = 0L; number < events; number++) {
                var event = source.apply(number);
                var value = WireFormat.encode(schemaId, event);
                bytes += value.length;
                var key = EventKey.of(event).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(Topics.EVENTS.name(), key, value));
            }
        }
        return new EventTopic(events, bytes);
    }

    /** Size of a value, on the average. */
    public long meanBytes() {
        return bytes / events;
    }
}
