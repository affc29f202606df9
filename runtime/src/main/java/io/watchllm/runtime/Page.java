package io.watchllm.runtime;

import java.util.function.Supplier;

/**
 * A page that a service shows beside its health and metrics.
 *
 * @param path such as {@code /status}
 * @param contentType such as {@code application/json}
 * @param body makes what is shown, each time somebody asks; called from any thread
 */
public record Page(String path, String contentType, Supplier<String> body) {}
