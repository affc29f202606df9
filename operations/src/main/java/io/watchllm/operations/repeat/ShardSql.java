package io.watchllm.operations.repeat;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * SQL on the tables of one shard.
 *
 * @param client client without retries; closed by whoever opened it
 * @param database a plain identifier
 */
record ShardSql(Client client, String database) {
    private static final int SHOWN_MAX = 120;

    /** Qualified name of a table. */
    String name(String table) {
        return "`" + database + "`.`" + table + "`";
    }

    /** Rows of a small result. */
    List<GenericRecord> ask(String sql) {
        try {
            return client.queryAll(sql);
        } catch (ClickHouseException failure) {
            throw failed(sql, failure);
        }
    }

    /** Runs a statement that returns nothing. */
    @SuppressWarnings("try") // closing a response that was read does not wait
    void execute(String sql) {
        try (var _ = client.query(sql).get()) {
            // Nothing to read.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(sql, interrupted);
        } catch (Exception failure) {
            throw failed(sql, failure);
        }
    }

    /** A result as JSON, one object per line, in the form that an insert accepts. */
    @SuppressWarnings("try") // closing a response that was read does not wait
    byte[] json(String sql) {
        var settings = new QuerySettings()
                .setFormat(ClickHouseFormat.JSONEachRow)
                .serverSetting("output_format_json_quote_decimals", "1");
        try (var response = client.query(sql, settings).get();
                var body = response.getInputStream()) {
            return body.readAllBytes();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(sql, interrupted);
        } catch (Exception failure) {
            throw failed(sql, failure);
        }
    }

    private static RepeatException failed(String sql, Exception failure) {
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        return new RepeatException(
                "ClickHouse failed at \"" + sql.substring(0, Math.min(sql.length(), SHOWN_MAX)) + "\": "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("")
                        + ". Comparing late rows reads all of their columns, and --repair deletes: both need the role"
                        + " watchllm_admin. What a run has begun is ended by the next one with --repair",
                cause);
    }
}
