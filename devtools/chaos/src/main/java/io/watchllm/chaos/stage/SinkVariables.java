package io.watchllm.chaos.stage;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the sinks of a scenario are told. */
final class SinkVariables {
    /** After so long a sink gives an insert up. */
    static final Duration INSERT_TIMEOUT = Duration.ofSeconds(3);

    private static final int BATCHES = 60;
    private static final int BATCH_ROWS_MIN = 50;
    private static final int BATCH_ROWS_MAX = 20_000;

    private SinkVariables() {}

    /**
     * @param clickHousePort where the sinks find ClickHouse: at the proxy of the scenario
     * @param rows records of the scenario
     */
    static Map<String, String> of(Engines engines, int clickHousePort, int rows) {
        var batchRows = Math.clamp(rows / BATCHES, BATCH_ROWS_MIN, BATCH_ROWS_MAX);
        var all = new HashMap<>(engines.stack().environment());
        all.putAll(Map.ofEntries(
                Map.entry("WATCHLLM_KAFKA_BOOTSTRAP", engines.bootstrap()),
                Map.entry("WATCHLLM_CLICKHOUSE_URL", "http://127.0.0.1:" + clickHousePort),
                Map.entry("WATCHLLM_CLICKHOUSE_DATABASE", Tables.DATABASE),
                Map.entry("WATCHLLM_CLICKHOUSE_USER", Engines.USER),
                Map.entry("WATCHLLM_CLICKHOUSE_PASSWORD", Engines.PASSWORD),
                Map.entry("WATCHLLM_HTTP_HOST", "127.0.0.1"),
                Map.entry("WATCHLLM_HTTP_PORT", "0"),
                Map.entry("WATCHLLM_SINK_BATCH_ROWS", Integer.toString(batchRows)),
                Map.entry("WATCHLLM_SINK_FLUSH_INTERVAL", "50ms"),
                Map.entry("WATCHLLM_SINK_IN_FLIGHT_BYTES", "32MiB"),
                Map.entry("WATCHLLM_SINK_INSERT_TIMEOUT", INSERT_TIMEOUT.toSeconds() + "s"),
                Map.entry("WATCHLLM_SINK_RETRY_BACKOFF", "50ms"),
                Map.entry("WATCHLLM_SINK_RETRY_BACKOFF_MAX", "500ms"),
                Map.entry("WATCHLLM_SINK_FAULT_INTERVAL", "300ms"),
                Map.entry("WATCHLLM_SINK_UNKNOWN_SCHEMA_WAIT", "1s"),
                Map.entry("WATCHLLM_SINK_RETRY_UNREADY_ATTEMPTS", "2"),
                Map.entry("WATCHLLM_SINK_CLOSE_TIMEOUT", "10s")));
        return all;
    }
}
