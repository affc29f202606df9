package io.watchllm.sink.consume;

/** Gives the id of a topic: a topic that is created again under its name has another. */
public interface TopicIds {
    String idOf(String topic);
}
