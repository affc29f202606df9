package io.watchllm.notifier.core;

/** Where an alert lies on its topic. */
public record Place(int partition, long offset) {}
