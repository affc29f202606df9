package io.watchllm.notifier.core;

/** Position of an alert on its topic. */
public record Place(int partition, long offset) {}
