package io.watchllm.service;

import java.util.List;

/**
 * Where a process shows its health and metrics.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes any free one
 */
public record HttpSettings(String host, int port) {
    private static final Setting<String> HOST =
            Setting.text("WATCHLLM_HTTP_HOST", "0.0.0.0", "Address on which health and metrics are served.");
    private static final Setting<Integer> PORT = Setting.integer(
            "WATCHLLM_HTTP_PORT",
            0,
            65_535,
            8080,
            "Port on which health and metrics are served; 0 takes any free one.");

    public static final List<Setting<?>> SETTINGS = List.of(HOST, PORT);

    public static HttpSettings from(Environment environment) {
        return new HttpSettings(environment.value(HOST), environment.value(PORT));
    }
}
