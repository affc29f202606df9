package io.watchllm.processor.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Receives wake-ups of tasks that read events. It does nothing: the commit that follows checks the time. */
public final class WakeUpStage implements Processor<byte @Nullable [], byte @Nullable [], Void, Void> {

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        // Reading a record is what makes Kafka Streams commit.
    }
}
