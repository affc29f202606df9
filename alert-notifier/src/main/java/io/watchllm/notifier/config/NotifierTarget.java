package io.watchllm.notifier.config;

import io.watchllm.notifier.core.Target;

/** A target, and where it is. */
public record NotifierTarget(Target target, Endpoint endpoint) {}
