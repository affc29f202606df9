package io.watchllm.sink.consume;

import java.util.concurrent.CompletableFuture;

/** Gives the id of a topic: a topic that is created again under its name has another. */
public interface TopicIds {
    /** Asks Kafka; returns at once. */
    CompletableFuture<String> idOf(String topic);
}
