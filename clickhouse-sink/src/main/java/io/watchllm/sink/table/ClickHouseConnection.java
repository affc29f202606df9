package io.watchllm.sink.table;

import com.clickhouse.client.api.Client;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.sink.config.Inserting;
import java.time.temporal.ChronoUnit;

/** Opens the client for inserts. */
public final class ClickHouseConnection {
    /** Queries that a table may run while it inserts: two each for landed rows, freshness and block counts. */
    private static final int QUESTIONS_OF_A_TABLE = 6;

    private static final long CONNECT_TIMEOUT_SECONDS = 10;
    private static final int BUFFER_BYTES = 1 << 20;

    private ClickHouseConnection() {}

    /** A client for one table, without retries. */
    public static Client open(ClickHouseSettings settings, Inserting inserting) {
        return open(settings, inserting, 1);
    }

    /** A client for so many tables, with enough connections for all their concurrent inserts. */
    public static Client open(ClickHouseSettings settings, Inserting inserting, int tables) {
        var builder = new Client.Builder()
                .addEndpoint(settings.url().toString())
                .setUsername(settings.user())
                .setPassword(settings.password().reveal())
                .setDefaultDatabase(settings.database())
                .setClientName("watchllm-sink")
                .compressClientRequest(inserting.compress())
                .setMaxConnections(tables * (inserting.inserts() + QUESTIONS_OF_A_TABLE))
                .setConnectTimeout(CONNECT_TIMEOUT_SECONDS, ChronoUnit.SECONDS)
                .setSocketTimeout(inserting.timeout().toMillis(), ChronoUnit.MILLIS)
                .setClientNetworkBufferSize(BUFFER_BYTES)
                // The core decides about a repeat: the same block under the same token, after a pause.
                .setMaxRetries(0);
        if (settings.certificateAuthority() != null) {
            builder.setRootCertificate(settings.certificateAuthority().toString());
        }
        return builder.build();
    }
}
