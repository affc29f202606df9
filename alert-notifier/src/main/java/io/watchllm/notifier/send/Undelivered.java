package io.watchllm.notifier.send;

import java.util.List;

/** Where alerts are kept that a target could not be told. */
@FunctionalInterface
public interface Undelivered {

    /**
     * Keeps them, and returns when they are safe.
     *
     * @throws org.apache.kafka.common.KafkaException when they are not
     * @throws InterruptedException when the notifier stops meanwhile; they may be kept or not
     */
    void keep(List<UndeliveredAlert> alerts) throws InterruptedException;
}
