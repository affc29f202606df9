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
 * The database, and SQL for it.
 *
 * @param client makes one attempt at everything; closed by whoever opened it
 * @param database a plain identifier
 */
public record Tables(Client client, String database) {

    /** Reads what an answer holds. */
    @FunctionalInterface
    interface Reading<T> {
        T read(InputStream body) throws IOException;
    }

    /** The table's full name. */
    String name(String table) {
        return "`" + database + "`.`" + table + "`";
    }

    /** A text as SQL has it. */
    public static String literal(String text) {
        return SqlLiteral.of(text);
    }

    /** A time as SQL has it. */
    public static String literal(Instant time) {
        return "fromUnixTimestamp64Milli(toInt64(" + time.toEpochMilli() + "), 'UTC')";
    }

    /** The rows of a small answer. */
    List<GenericRecord> ask(String sql) {
        try {
            return client.queryAll(sql);
        } catch (ClickHouseException failure) {
            throw refused(sql, failure);
        }
    }

    /** Runs a statement that returns nothing. */
    @SuppressWarnings("try") // closing an answer that was read does not wait for anything
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

    /** Reads an answer as it comes: a row a line, decimals as texts. */
    @SuppressWarnings("try") // closing an answer that was read does not wait for anything
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
