package io.watchllm.producer;

/** Result of a successful publish. */
public sealed interface PublishReceipt {

    /**
     * All in-sync replicas have the event.
     *
     * @param topic topic it is in
     * @param partition partition it is in, from 0
     * @param offset offset in the partition, from 0
     */
    record Stored(String topic, int partition, long offset) implements PublishReceipt {}

    /**
     * The event was not sent, because {@link EventPublisherBuilder#sampleRuns} drops its whole run.
     *
     * @param runId run that is dropped
     */
    record SampledOut(String runId) implements PublishReceipt {}
}
