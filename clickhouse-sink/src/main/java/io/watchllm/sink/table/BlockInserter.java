package io.watchllm.sink.table;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.watchllm.sink.core.Outcome;
import io.watchllm.sink.core.OutcomeRules;
import io.watchllm.sink.encode.BlockBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Makes one attempt to insert one block. Thread-safe. */
public final class BlockInserter {
    private final Client client;
    private final String table;
    private final Map<String, String> pinned;

    /**
     * @param client client whose own retries are off
     * @param table database and table, quoted
     * @param pinned settings of every insert
     */
    public BlockInserter(Client client, String table, Map<String, String> pinned) {
        this.client = client;
        this.table = table;
        this.pinned = Map.copyOf(pinned);
    }

    /** Sends the block under the token; always returns an outcome. */
    public Outcome insert(BlockBuilder block, String token) {
        return insert(block.plan().columns(), block::writeTo, ClickHouseFormat.Native, token);
    }

    /**
     * Sends rows in any format as one block under the token; always returns an outcome.
     *
     * @param body writes the rows, the same each time
     */
    public Outcome insert(List<String> columns, DataStreamWriter body, ClickHouseFormat format, String token) {
        var settings = new InsertSettings();
        pinned.forEach(settings::serverSetting);
        settings.serverSetting("insert_deduplication_token", token);
        try (var _ =
                client.insert(table, quoted(columns), body, format, settings).get()) {
            return new Outcome.Acked();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Outcome.InDoubt(OutcomeRules.NO_CODE, "the insert was interrupted");
        } catch (ExecutionException failure) {
            return outcomeOf(failure.getCause() == null ? failure : failure.getCause());
        } catch (RuntimeException failure) {
            // The client throws whatever its transport throws; the rules below classify it, and any unknown failure is
            // in doubt, so the same block is sent again and nothing is lost.
            return outcomeOf(failure);
        }
    }

    private static Outcome outcomeOf(Throwable failure) {
        var refusal = FailureText.refusal(failure);
        return refusal == null
                // The client uses the same exception for a refused connection and for 502 and 503, so none of them is
                // certain.
                ? new Outcome.InDoubt(OutcomeRules.NO_CODE, FailureText.of(failure))
                : OutcomeRules.of(
                        Math.max(OutcomeRules.NO_CODE, refusal.getCode()),
                        FailureText.of(refusal),
                        refusal.getTransportProtocolCode());
    }

    private static List<String> quoted(List<String> columns) {
        return columns.stream().map(column -> '`' + column + '`').toList();
    }
}
