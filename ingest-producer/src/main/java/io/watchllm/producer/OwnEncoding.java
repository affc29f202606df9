package io.watchllm.producer;

import io.watchllm.events.Event;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Encoding by a serializer of the application.
 *
 * @param serializer the serializer
 * @param topic the topic that it is told
 */
record OwnEncoding(Serializer<? super Event> serializer, String topic) implements EventEncoding {
    @Override
    public byte[] encode(Event event) {
        byte[] bytes;
        try {
            bytes = serializer.serialize(topic, event);
        } catch (RuntimeException failure) {
            var reason = failure.getCause() == null ? failure : failure.getCause();
            throw new PublishException.Invalid("the event can't be written as Avro: " + reason.getMessage(), failure);
        }
        if (bytes == null) {
            throw new PublishException.Invalid("the serializer gave null for the event; expected bytes");
        }
        return bytes;
    }

    @Override
    public void complete(byte[] value, long deadline) {
        // It is complete.
    }

    @Override
    public void close() {
        serializer.close();
    }
}
