package io.watchllm.producer;

/** What became of a published event, when nothing failed. */
public sealed interface PublishReceipt {

    /**
     * All in-sync replicas have the event.
     *
     * @param topic topic it is in
     * @param partition partition it is in, from 0
     * @param offset place in the partition, from 0
     */
    record Stored(String topic, int partition, long offset) implements PublishReceipt {}

    /**
     * The event was not sent, since its whole run is left out by {@link EventPublisherBuilder#sampleRuns}.
     *
     * @param runId run that is left out
     */
    record SampledOut(String runId) implements PublishReceipt {}
}
