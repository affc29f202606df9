package io.watchllm.sink.core;

/**
 * Deduplication token of an insert: the same range of the same topic in the same epoch is stored once, however often it
 * is sent. From the second generation on, the token ends with the generation's number.
 *
 * @param namespace keeps apart sinks that fill one table
 * @param topicId id of the topic, not its name: a topic that is created again has another id
 * @param partition partition of the topic
 * @param intent the range
 */
public record RangeToken(String namespace, String topicId, int partition, Intent intent) {

    /** The text that is sent as {@code insert_deduplication_token}. */
    public String text() {
        return namespace + "/" + topicId + "/" + partition + "/" + intent.epoch() + "/" + intent.from() + "-"
                + intent.to() + (intent.generation() == 1 ? "" : "/" + intent.generation());
    }
}
