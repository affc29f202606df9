package io.watchllm.runtime;

import java.util.function.Supplier;

/**
 * An HTTP page that a service serves beside its health and metrics.
 *
 * @param path such as {@code /status}
 * @param contentType such as {@code application/json}
 * @param body produces the page for each request; called from any thread
 */
public record Page(String path, String contentType, Supplier<String> body) {}
