package io.watchllm.sink.consume;

import java.util.concurrent.CompletableFuture;

/** Looks up topic ids: a topic that is created again under its name has another id. */
public interface TopicIds {
    /** Asks Kafka; returns at once. */
    CompletableFuture<String> idOf(String topic);
}
