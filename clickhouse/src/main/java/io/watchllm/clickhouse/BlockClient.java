package io.watchllm.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Data in ClickHouse's formats to and from the database of the settings, over client-v2: blocks to insert, and results
 * to read as a stream. Connects at the first use, and repeats nothing. Thread-safe.
 */
public final class BlockClient implements AutoCloseable {
    private static final int CONNECTIONS = 10;
    private static final int BUFFER_BYTES = 1 << 20;

    private final ClickHouseSettings settings;
    private final Client client;

    /** Consumer of a response. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads the response, which is UTF-8 text, as a stream. */
        T read(InputStream answer) throws IOException;
    }

    private BlockClient(ClickHouseSettings settings, Client client) {
        this.settings = settings;
        this.client = client;
    }

    /** A client for reading. It changes no setting of the server, so that users who may change none can read too. */
    public static BlockClient open(ClickHouseSettings settings) {
        return open(settings, Map.of());
    }

    /**
     * A client for reading, which sends settings with each query.
     *
     * @param asked values by name
     */
    static BlockClient open(ClickHouseSettings settings, Map<String, String> asked) {
        var builder = builder(settings).setMaxConnections(CONNECTIONS);
        asked.forEach(builder::serverSetting);
        return new BlockClient(settings, builder.build());
    }

    /**
     * A client for so many concurrent inserts; further ones wait.
     *
     * @param compress whether blocks are sent with LZ4
     */
    static BlockClient open(ClickHouseSettings settings, int connections, boolean compress) {
        return new BlockClient(
                settings,
                builder(settings)
                        .setMaxConnections(connections)
                        .compressClientRequest(compress)
                        .build());
    }

    private static Client.Builder builder(ClickHouseSettings settings) {
        var builder = new Client.Builder()
                .addEndpoint(settings.url().toString())
                .setUsername(settings.user())
                .setPassword(settings.password().reveal())
                .setDefaultDatabase(settings.database())
                .setClientName("watchllm")
                .setConnectTimeout(settings.connectTimeout().toMillis(), ChronoUnit.MILLIS)
                .setSocketTimeout(settings.timeout().toMillis(), ChronoUnit.MILLIS)
                .setClientNetworkBufferSize(BUFFER_BYTES)
                // Whoever inserts decides about a repeat: the same block under the same token, after a pause.
                .setMaxRetries(0);
        return settings.certificateAuthority() == null
                ? builder
                : builder.setRootCertificate(settings.certificateAuthority().toString());
    }

    /**
     * Runs a query, and reads its result as a stream.
     *
     * @param values values by parameter, unescaped
     * @param format a text format of ClickHouse
     * @throws StatementException when the server does not answer or rejects it
     */
    @SuppressWarnings("try") // closing a response that was read does not wait
    public <T> T read(String sql, Map<String, String> values, ClickHouseFormat format, Reading<T> reading) {
        // Otherwise a failure in the middle would look like a short response.
        var with = new QuerySettings().setFormat(format).waitEndOfQuery(true);
        try (var response = client.query(sql, new HashMap<>(values), with).get();
                var body = response.getInputStream()) {
            return reading.read(body);
        } catch (Exception failure) {
            throw failed(sql, failure);
        }
    }

    /**
     * Inserts data as one request.
     *
     * @param table database and table, quoted
     * @param body writes the data in the format
     * @param with settings of the insert
     * @throws StatementException when the server rejects it, or its outcome is not known
     */
    @SuppressWarnings("try") // closing a response that was read does not wait
    public void insert(
            String table,
            List<String> columns,
            DataStreamWriter body,
            ClickHouseFormat format,
            Map<String, String> with) {
        var asked = new InsertSettings();
        with.forEach(asked::serverSetting);
        var quoted = columns.stream().map(column -> '`' + column + '`').toList();
        try (var _ = client.insert(table, quoted, body, format, asked).get()) {
            // Nothing to read.
        } catch (Exception failure) {
            throw failed("INSERT INTO " + table, failure);
        }
    }

    private StatementException failed(String sql, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return StatementException.of(settings, sql, failure);
    }

    @Override
    public void close() {
        client.close();
    }
}
