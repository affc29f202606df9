package io.watchllm.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs queries with parameters in the database of the settings, and passes on the server's response in one of its
 * formats. On a single node it sets no setting, so that users who may change none can run queries too.
 */
public final class QueryRunner implements AutoCloseable {
    private final ClickHouseSettings settings;
    private final Map<String, String> asked;
    private final Client client;

    /** Consumer of a response. */
    @FunctionalInterface
    public interface Reading<T> {
        /** Reads the response, which is UTF-8 text, as a stream. */
        T read(InputStream answer) throws IOException;
    }

    /** Connects at the first query. A query may take as long as the timeout of the settings. */
    public QueryRunner(ClickHouseSettings settings) {
        this(settings, Map.of());
    }

    /**
     * Connects at the first query, and sends settings with each query.
     *
     * @param asked values by name
     */
    public QueryRunner(ClickHouseSettings settings, Map<String, String> asked) {
        this.settings = settings;
        this.asked = Map.copyOf(asked);
        var timeoutMs = settings.timeout().toMillis();
        var builder = new Client.Builder()
                .addEndpoint(settings.url().toString())
                .setUsername(settings.user())
                .setPassword(settings.password().reveal())
                .setDefaultDatabase(settings.database())
                .setClientName("watchllm")
                .setConnectTimeout(timeoutMs, ChronoUnit.MILLIS)
                .setSocketTimeout(timeoutMs, ChronoUnit.MILLIS)
                .setMaxRetries(0);
        if (settings.certificateAuthority() != null) {
            builder.setRootCertificate(settings.certificateAuthority().toString());
        }
        client = builder.build();
    }

    /**
     * Runs a query.
     *
     * @param values values by parameter, unescaped
     * @param format a text format of ClickHouse
     * @throws SchemaException when the server does not answer or rejects it
     */
    @SuppressWarnings("try") // closing a response that was read does not wait
    public <T> T run(String sql, Map<String, String> values, ClickHouseFormat format, Reading<T> reading) {
        // Otherwise a failure in the middle would look like a short response.
        var with = new QuerySettings().setFormat(format).waitEndOfQuery(true);
        asked.forEach(with::serverSetting);
        try (var response = client.query(sql, new HashMap<>(values), with).get();
                var body = response.getInputStream()) {
            return reading.read(body);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ClickHouseConnection.explained(settings, firstLine(sql), interrupted);
        } catch (Exception problem) {
            throw ClickHouseConnection.explained(settings, firstLine(sql), problem);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static String firstLine(String sql) {
        return sql.lines().findFirst().orElse("");
    }
}
