package io.watchllm.processor.stage;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Takes the wake-ups of tasks that read events. It does nothing: the commit that follows looks at the time. */
public final class WakeUpStage implements Processor<byte @Nullable [], byte @Nullable [], Void, Void> {

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        // A record that was read is what makes Kafka Streams commit.
    }
}
