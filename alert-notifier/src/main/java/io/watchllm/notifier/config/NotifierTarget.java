package io.watchllm.notifier.config;

import io.watchllm.notifier.core.Target;

/** A target and its endpoint. */
public record NotifierTarget(Target target, Endpoint endpoint) {}
