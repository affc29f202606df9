package io.watchllm.sink.table;

import java.util.List;

/** Destination of bad records. */
public interface DeadLetters {

    /**
     * Returns once every dead letter is acknowledged.
     *
     * @throws org.apache.kafka.common.KafkaException when one is not, or may not be; all of them must be delivered
     *     again
     */
    void deliver(List<RejectedRecord> deadLetters) throws InterruptedException;
}
