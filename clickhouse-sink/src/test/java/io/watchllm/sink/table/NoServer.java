package io.watchllm.sink.table;

import io.watchllm.clickhouse.ClickHouseServer;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.runtime.Secret;
import java.net.URI;
import java.time.Duration;

/** A ClickHouse that nobody runs, for tests that do not ask it. */
public final class NoServer {
    private NoServer() {}

    /** A connection to it. */
    public static ClickHouseServer open() {
        var nowhere = URI.create("http://localhost:1");
        return ClickHouseServer.open(
                new ClickHouseSettings(nowhere, "nobody", new Secret("none"), "d", null, Duration.ofSeconds(1)),
                1,
                false);
    }
}
