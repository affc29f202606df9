package io.watchllm.sink.write;

import com.clickhouse.client.api.Client;
import io.watchllm.clickhouse.ClickHouseSettings;
import io.watchllm.sink.config.Inserting;
import java.time.temporal.ChronoUnit;

/** Opens the client that inserts go through. */
public final class ClickHouseConnection {
    /** More than partitions of a table that one process writes at once. */
    private static final int CONNECTIONS_MAX = 64;

    private static final long CONNECT_TIMEOUT_SECONDS = 10;
    private static final int BUFFER_BYTES = 1 << 20;

    private ClickHouseConnection() {}

    /** A client that makes exactly one attempt at everything. */
    public static Client open(ClickHouseSettings settings, Inserting inserting) {
        var builder = new Client.Builder()
                .addEndpoint(settings.url().toString())
                .setUsername(settings.user())
                .setPassword(settings.password().reveal())
                .setDefaultDatabase(settings.database())
                .setClientName("watchllm-sink")
                .compressClientRequest(inserting.compress())
                .setMaxConnections(CONNECTIONS_MAX)
                .setConnectTimeout(CONNECT_TIMEOUT_SECONDS, ChronoUnit.SECONDS)
                .setSocketTimeout(inserting.timeout().toMillis(), ChronoUnit.MILLIS)
                .setClientNetworkBufferSize(BUFFER_BYTES)
                // A repeat is for the core to decide: the same block under the same token, after a pause.
                .setMaxRetries(0);
        if (settings.certificateAuthority() != null) {
            builder.setRootCertificate(settings.certificateAuthority().toString());
        }
        return builder.build();
    }
}
