package io.watchllm.notifier.send;

import java.util.List;

/** Stores alerts that could not be delivered to a target. */
@FunctionalInterface
public interface Undelivered {

    /**
     * Stores the alerts, and returns when they are safe.
     *
     * @throws org.apache.kafka.common.KafkaException when they could not be stored
     * @throws InterruptedException when the notifier stops meanwhile; they may be stored or not
     */
    void keep(List<UndeliveredAlert> alerts) throws InterruptedException;
}
