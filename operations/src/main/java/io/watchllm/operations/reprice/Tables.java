package io.watchllm.operations.reprice;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.clickhouse.core.SqlLiteral;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * SQL access to the database.
 *
 * @param client client without retries; closed by whoever opened it
 * @param database a plain identifier
 */
public record Tables(Client client, String database) {

    /** Consumer of a result. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream body) throws IOException;
    }

    /** Qualified name of a table. */
    String name(String table) {
        return "`" + database + "`.`" + table + "`";
    }

    /** The text as an SQL literal. */
    public static String literal(String text) {
        return SqlLiteral.of(text);
    }

    /** The time as an SQL expression. */
    public static String literal(Instant time) {
        return "fromUnixTimestamp64Milli(toInt64(" + time.toEpochMilli() + "), 'UTC')";
    }

    /** Rows of a small result. */
    List<GenericRecord> ask(String sql) {
        try {
            return client.queryAll(sql);
        } catch (ClickHouseException failure) {
            throw refused(sql, failure);
        }
    }

    /** Runs a statement that returns nothing. */
    @SuppressWarnings("try") // closing a response that was read does not wait
    void execute(String sql) {
        try (var _ = client.query(sql).get()) {
            // Nothing to read.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw refused(sql, interrupted);
        } catch (Exception failure) {
            throw refused(sql, failure);
        }
    }

    /** Streams a result: one row per line, decimals as text. */
    @SuppressWarnings("try") // closing a response that was read does not wait
    <T> T read(String sql, ClickHouseFormat format, Reading<T> reading) {
        var settings = new QuerySettings().setFormat(format).serverSetting("output_format_json_quote_decimals", "1");
        try (var response = client.query(sql, settings).get();
                var body = response.getInputStream()) {
            return reading.read(body);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw refused(sql, interrupted);
        } catch (RepriceException ours) {
            throw ours;
        } catch (Exception failure) {
            throw refused(sql, failure);
        }
    }

    private static RepriceException refused(String sql, Exception failure) {
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        var start = sql.lines().findFirst().orElse("");
        return new RepriceException(
                "ClickHouse failed at \"" + start.substring(0, Math.min(start.length(), 120)) + "\": "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("")
                        + ". Run the command again: what it has begun is ended first",
                cause);
    }
}
